"""Who works at the invented center, and who applies there. None of them exists."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Final

from tracker.domain.access import Role
from tracker.domain.assigning import Language, Profile
from tracker.domain.places import DISTRICTS
from tracker.domain.program import AssessmentKind, CounselorGender, Days, MeetingWay

ORGANIZATION: Final = "시연 마음센터"
INVENTED: Final = "(시연용 가상 인물)"


@dataclass(frozen=True)
class Colleague:
    """Somebody of the staff: one role each, so that a sign-in shows one role's pages."""

    username: str
    name: str
    role: Role
    team: int | None = None

    @property
    def password(self) -> str:
        """The same pattern for everybody: this is a demo."""
        return f"quiet-river-morning-{self.username}"


COORDINATOR: Final = Colleague("seoyeon", "박서연", Role.COORDINATOR)
ADMIN: Final = Colleague("taekyung", "한태경", Role.ADMIN)
TEAMS: Final = ("1팀", "2팀")
COUNSELORS: Final = (
    Colleague("eunjeong", "최은정", Role.COUNSELOR, 0),
    Colleague("minsu", "정민수", Role.COUNSELOR, 0),
    Colleague("jiho", "윤지호", Role.COUNSELOR, 1),
)
_KOREAN: Final = frozenset({Language.KOREAN})
# 윤지호 said nothing yet, as it is on a first day.
PROFILES: Final = {
    COUNSELORS[0]: Profile(
        openings=12,
        gender=CounselorGender.FEMALE,
        ways=frozenset({MeetingWay.IN_PERSON, MeetingWay.VIDEO}),
        days=frozenset({Days.WEEKDAY_DAY, Days.SATURDAY}),
        languages=frozenset(Language),
    ),
    COUNSELORS[1]: Profile(
        openings=8,
        gender=CounselorGender.MALE,
        ways=frozenset({MeetingWay.IN_PERSON, MeetingWay.PHONE}),
        days=frozenset({Days.WEEKDAY_EVENING}),
        languages=_KOREAN,
    ),
}
# Supervisors before counselors: a team's group comes with its first supervisor.
LATER: Final = (
    Colleague("hyewon", "강혜원", Role.SUPERVISOR, 0),
    Colleague("sehun", "오세훈", Role.SUPERVISOR, 1),
    *COUNSELORS,
    Colleague("jihyun", "임지현", Role.MANAGER),
    Colleague("yujin", "서유진", Role.PRIVACY_OFFICER),
)
EVERYBODY: Final = (COORDINATOR, ADMIN, *LATER)

# Given names out of weather, sky and forest: pretty, pronounceable, and nobody's.
_SURNAMES: Final = (
    "김", "이", "박", "최", "정", "강", "조", "윤", "장", "임",
    "한", "오", "서", "신", "권", "황", "안", "송", "남궁", "독고",
    "홍", "유", "고", "문", "양", "손", "배", "백", "허", "제갈",
)  # fmt: skip
_GIVEN: Final = (
    "구름", "노을", "달빛", "무지개", "바람결", "봄비", "산들", "새벽별", "소나기", "솔방울",
    "시냇물", "아지랑이", "여우비", "은하수", "이슬비", "조약돌", "초승달", "파도", "풀잎",
    "함박눈", "햇살", "호수", "혜성", "눈꽃", "들꽃", "미리내", "반딧불", "돌담길", "물안개",
    "첫눈", "도토리",
)  # fmt: skip
_REASONS: Final = (
    "요즘 잠을 잘 못 자고 일하는 게 많이 지칩니다.",
    "회사에서 실수가 잦아졌고 자신감이 떨어졌습니다.\n상담은 처음이라 조금 떨립니다.",
    "적금은 계속 넣고 있는데 앞으로가 막막해서 신청합니다.",
    "검사를 통해 저를 좀 더 알고 싶어요.",
    "가족과 자주 다투고 나면 며칠씩 마음이 무겁습니다. 이야기할 사람이 필요해요.",
    "사람들 앞에서 말하는 게 점점 어려워져요.",
    "일을 두 개 하다 보니 쉬는 법을 잊은 것 같아요.",
    "자취를 시작한 뒤로 혼자 있는 시간이 길어졌어요.",
    "친구가 받아 보고 좋았다고 해서 신청해요.",
    "이직을 앞두고 제 성격과 맞는 일을 찾고 싶습니다.",
)
_TIMES: Final = ("weekday_day", "weekday_evening", "weekday_evening", "saturday", "any")


def name_of(number: int) -> str:
    """The name of the n-th applicant; 30 surnames and 31 given names make 930 of them."""
    return _SURNAMES[number % len(_SURNAMES)] + _GIVEN[number % len(_GIVEN)]


def form_of(number: int, applied_on: date, random: Random) -> dict[str, object]:
    """The public form as the n-th applicant fills it in."""
    born = applied_on - timedelta(days=random.randint(19 * 366, 38 * 365))
    opened = applied_on - timedelta(days=random.randint(40, 1100))
    kinds = list(AssessmentKind)
    kinds.remove(random.choice(kinds))
    chosen = ["with_counselor"] if random.random() < 0.3 else [kind.value for kind in kinds]
    return {
        **dict.fromkeys(
            ("consent_general", "consent_sensitive", "consent_verify", "notice_counseling"), "yes"
        ),
        "consent_promo": random.choice(("yes", "no")),
        "name": name_of(number),
        "birth_date": born.isoformat(),
        # No mobile number of Korea goes on with 0: nobody can be called by mistake.
        "phone": f"010-0{number // 10_000 % 1000:03d}-{number % 10_000:04d}",
        "email": f"demo{number}@example.org" if random.random() < 0.7 else "",
        "district": random.choice(DISTRICTS),
        "office": "",
        "account_opened": f"{max(opened, date(2022, 7, 1)):%Y-%m}",
        "account_status": random.choices(("active", "suspended", "matured"), (8, 1, 1))[0],
        "choice": chosen,
        "meeting": random.choice(("in_person", "in_person", "video", "phone", "any")),
        "days": random.choice(_TIMES),
        "counselor_gender": random.choice(("any", "any", "female", "male")),
        "reason": f"{random.choice(_REASONS)} {INVENTED}",
    }
