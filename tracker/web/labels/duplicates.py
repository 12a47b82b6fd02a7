"""What is said after a coordinator decided about two applications."""

from typing import Final

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from tracker.domain.duplicates import Verdict

VERDICTS: Final[dict[Verdict, LazyString]] = {
    Verdict.SAME: _l("같은 분의 신청으로 이었어요. 두 기록은 합쳐지지 않아요."),
    Verdict.DIFFERENT: _l("다른 분으로 정했어요. 이제 겹치는 신청으로 알려 드리지 않아요."),
    Verdict.OPEN: _l("정한 것을 되돌렸어요."),
}
