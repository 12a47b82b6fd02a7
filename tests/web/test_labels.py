"""Words: every code has some, every refusal says what to do, and none of them hurts."""

import ast
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest

from tracker.domain import program
from tracker.domain.access import Role
from tracker.domain.anonymity import NEEDS
from tracker.domain.assessments import CATALOG, HintLevel, ResultErrors, check_result
from tracker.domain.assigning import Language
from tracker.domain.audit import Audit
from tracker.domain.cases import (
    Event,
    Milestones,
    Stage,
    after,
    check_completion,
    missing_for_completion,
)
from tracker.domain.eligibility import LINES
from tracker.domain.errors import (
    Conflict,
    FieldError,
    KeyReplaced,
    NotAllowed,
    NotFound,
    RuleBroken,
    Unavailable,
)
from tracker.domain.fields import clean_birth_date, clean_phone, clean_text
from tracker.domain.places import DISTRICTS
from tracker.domain.program import AssessmentKind
from tracker.domain.receipts import Asked
from tracker.domain.roster.headings import Column
from tracker.services.desk import TABS
from tracker.store.accounts import AccountState
from tracker.web import labels

TRACKER = Path(__file__).parents[2] / "tracker"
HURTFUL = ("내담자", "부적격", "노쇼", "중도탈락")
GAP = re.compile(r"%\((\w+)\)s")

COMPLETE = [
    (labels.STAGES, Stage),
    (labels.STAGES_FOR_YOUTH, Stage),
    (labels.NEXT_FOR_YOUTH, Stage),
    (labels.EVENTS, Event),
    (labels.ROLES, Role),
    (labels.ASSESSMENTS, AssessmentKind),
    (labels.ASSESSMENTS_FOR_YOUTH, AssessmentKind),
    (labels.ATTENDANCE, program.Attendance),
    (labels.ATTENDANCE_FOR_YOUTH, program.Attendance),
    (labels.WAYS, program.MeetingWay),
    (labels.DAYS, program.Days),
    (labels.GENDERS, program.CounselorGender),
    (labels.LANGUAGES, Language),
    (labels.ACCOUNT_STATUS, program.AccountStatus),
    (labels.ACCOUNT_STATUS_FOR_YOUTH, program.AccountStatus),
    (labels.DISTRICTS, DISTRICTS),
    (labels.DECLINE_REASONS, program.DeclineReason),
    (labels.DECLINE_REASONS_FOR_YOUTH, program.DeclineReason),
    (labels.ASKED, Asked),
    (labels.RETURN_REASONS, program.ReturnReason),
    (labels.DROP_OUT_REASONS, program.DropOutReason),
    (labels.DROP_OUT_REASONS_FOR_YOUTH, program.DropOutReason),
    (labels.RISKS, program.RiskLevel),
    (labels.RISK_SIGNS, program.RiskLevel),
    (labels.RISK_STEPS, program.RiskLevel),
    (labels.HINTS, HintLevel),
    (labels.AUDIT, Audit),
    (labels.FACTS, NEEDS),
    (labels.TABS, TABS),
    (labels.ACCOUNT_STATES, AccountState),
    (labels.COLUMNS, Column),
    (labels.TRACKS, program.Track),
    (labels.VERDICTS, program.Verdict),
    (labels.CHECKLIST, LINES),
    (labels.MISSING, missing_for_completion(Milestones())),
]
FOR_YOUTH = {
    "stages": labels.STAGES_FOR_YOUTH,
    "next": labels.NEXT_FOR_YOUTH,
    "assessments": labels.ASSESSMENTS_FOR_YOUTH,
    "attendance": labels.ATTENDANCE_FOR_YOUTH,
    "decline": labels.DECLINE_REASONS_FOR_YOUTH,
    "drop out": labels.DROP_OUT_REASONS_FOR_YOUTH,
    "problems": labels.PROBLEMS,  # youth and staff read the same sentences
    "roles": labels.ROLES,
}


@pytest.mark.parametrize(("words", "codes"), COMPLETE)
def test_every_code_has_words(words, codes):
    assert list(words) == list(codes)
    assert all(str(one).strip() for one in words.values())


def test_risk_steps_come_from_the_domain_and_name_the_lines():
    steps = {level: " ".join(map(str, said)) for level, said in labels.RISK_STEPS.items()}
    assert "109" in steps[program.RiskLevel.LOW]
    assert "오늘 안에 수퍼바이저" in steps[program.RiskLevel.MODERATE]
    assert "24시간 안에" in steps[program.RiskLevel.HIGH]
    assert {"119", "112"} <= set(re.findall(r"\d+", steps[program.RiskLevel.IMMINENT]))


@pytest.mark.parametrize("words", FOR_YOUTH.values(), ids=FOR_YOUTH)
def test_youth_never_read_words_that_hurt(words):
    said = " ".join(map(str, words.values()))
    assert not [bad for bad in HURTFUL if bad in said]


@pytest.mark.parametrize("words", FOR_YOUTH.values(), ids=FOR_YOUTH)
def test_no_stray_percent_sign(words):
    assert not [one for one in map(str, words.values()) if "%" in GAP.sub("", one)]


def test_scales_speak_from_the_catalogue():
    scale = CATALOG[AssessmentKind.PERSONALITY_INVENTORY][0].scales[0]
    assert labels.scale_label(scale, "ko") == scale.korean
    assert labels.scale_label(scale, "en") == scale.english


def test_every_scale_option_has_words():
    instruments = [one for served in CATALOG.values() for one in served]
    options = {option for one in instruments for scale in one.scales for option in scale.options}
    assert options == set(labels.SCALE_OPTIONS)


def test_roles_of_audit_rows():
    assert labels.role_label("counselor+supervisor") == "상담사, 수퍼바이저"
    assert labels.role_label("visitor") == "로그인하지 않은 분"


# --- every code that is raised --------------------------------------------------------------

RAISED = {
    "RuleBroken",
    "FieldError",
    "Conflict",
    "Unavailable",
    "KeyReplaced",
    "NotAllowed",
    "NotFound",
}


class Raised(NamedTuple):
    """One code in one place of the sources."""

    where: str
    field: str | None
    code: str
    params: frozenset[str]


def sources() -> Iterator[Path]:
    """What a page may have to say; recovery speaks at a terminal only (cli/recovery.py)."""
    for room in ("domain", "services"):
        found = sorted((TRACKER / room).rglob("*.py"))
        yield from (path for path in found if path.name != "recovery.py")


def texts(node: ast.AST) -> set[str]:
    """The texts a value can be: itself, or either side of an `if`."""
    if isinstance(node, ast.Constant):
        return {node.value} if isinstance(node.value, str) else set()
    if isinstance(node, ast.IfExp):
        return texts(node.body) | texts(node.orelse)
    return set()


def codes(node: ast.AST, function: ast.AST, module: ast.Module) -> set[str]:
    """Follow a code one step: to its assignment, or to the function that returns it."""
    if isinstance(node, ast.Name):
        given = [one for one in ast.walk(function) if isinstance(one, ast.Assign)]
        return {
            text
            for one in given
            if any(isinstance(to, ast.Name) and to.id == node.id for to in one.targets)
            for text in texts(one.value)
        }
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        called = node.func.id
        for one in ast.walk(module):
            if isinstance(one, ast.FunctionDef) and one.name == called:
                returned = [part for part in ast.walk(one) if isinstance(part, ast.Return)]
                return {text for part in returned if part.value for text in texts(part.value)}
    return texts(node)


def raised_in(path: Path) -> Iterator[Raised]:
    module = ast.parse(path.read_text("utf-8"))
    for function in (one for one in ast.walk(module) if isinstance(one, ast.FunctionDef)):
        for call in ast.walk(function):
            if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Name)):
                continue
            if call.func.id not in RAISED or not call.args:
                continue
            with_field = call.func.id == "FieldError"
            field = next(iter(texts(call.args[0])), None) if with_field else None
            found = codes(call.args[1 if with_field else 0], function, module)
            where = f"{path.relative_to(TRACKER)}:{call.lineno}"
            assert found, f"{where}: the code cannot be read from the source"
            params = frozenset(one.arg for one in call.keywords if one.arg)
            yield from (Raised(where, field, code, params) for code in sorted(found))


EVERY_RAISED = [one for path in sources() for one in raised_in(path)]


def test_the_search_finds_what_is_raised():
    found = {(one.field, one.code) for one in EVERY_RAISED}
    assert {("phone", "landline"), ("choice", "too_many"), (None, "too_long")} <= found
    assert {
        (None, "not_complete"),
        (None, "session_held"),
        ("account_opened", "unreadable"),
    } <= found
    assert len(EVERY_RAISED) > 60


@pytest.mark.parametrize("one", EVERY_RAISED, ids=lambda one: f"{one.where}-{one.code}")
def test_every_raised_code_has_a_sentence(one):
    words = labels.PROBLEMS.get((one.field, one.code)) or labels.PROBLEMS.get((None, one.code))
    assert words is not None, f"{one.where}: no sentence for {one.field}, {one.code}"
    assert set(GAP.findall(str(words))) <= one.params
    assert str(words).endswith((".", "요."))


@pytest.mark.parametrize("key", labels.PROBLEMS)
def test_no_sentence_is_left_over(key):
    """A sentence belongs to a code that is raised, or stands in for one."""
    field, code = key
    raised = {(one.field, one.code) for one in EVERY_RAISED} | {(None, "mandatory")}
    raised |= {
        (None, f"{why}_{unit}") for why in ("wait", "crowded") for unit in ("seconds", "minutes")
    }  # TooOften chooses between them
    anywhere = {one.code for one in EVERY_RAISED}
    usual = {"not_allowed", "not_found", "unavailable", "in_future"}
    assert key in raised or code in anywhere or (field is None and code in usual)


# --- sentences ------------------------------------------------------------------------------


def said(act, *args) -> str:
    with pytest.raises(RuleBroken) as caught:
        act(*args)
    return labels.sentence(caught.value)


def test_sentences_beside_fields():
    assert said(clean_phone, "12") == "휴대전화 번호를 010-1234-5678처럼 적어 주세요."
    assert said(clean_text, "note", "가" * 12, 10) == "10자 안으로 줄여 주세요. 지금 12자예요."
    assert "만 14세부터" in said(clean_birth_date, "2020-01-01", date(2026, 11, 22))
    kinds = list(AssessmentKind)
    assert "지금 6가지를 고르셨으니" in said(program.check_choice, kinds)


def test_sentences_translate_codes():
    assert "'상담 중' 단계에서는 '선정하기' 작업" in said(after, Stage.ACTIVE, Event.ACCEPT)
    everything = said(check_completion, Milestones())
    assert "고른 검사 모두의 결과와 해석, 정한 횟수의 상담, 서명한 종결 기록." in everything
    dropped = RuleBroken("has_result", kind="inner_self")
    assert labels.sentence(dropped).startswith("개인내면검사에는")


def test_sentences_for_results():
    kind = AssessmentKind.PERSONALITY_TYPE
    with pytest.raises(ResultErrors) as caught:
        check_result(kind, "mbti", {"type": "XXXX", "EI_pci": "99", "SN_pci": "many"})
    found = [labels.sentence(error) for error in caught.value.errors]
    assert "1부터 30까지의 숫자로 적어 주세요." in found
    assert "숫자로만 적어 주세요." in found


@pytest.mark.parametrize(
    ("error", "beginning"),
    [
        (NotAllowed(), "이 일을 할 권한이 없어요"),
        (NotFound(), "찾을 수 없어요"),
        (Conflict(), "그사이 다른 내용이"),
        (KeyReplaced("a code of tomorrow", "user:0"), "지금은 안전하게 처리할 수 없어서"),
        (Unavailable("a code of tomorrow"), "지금은 안전하게 처리할 수 없어서"),
        (FieldError("anything", "a code of tomorrow"), "읽을 수 없는 값이에요"),
        (RuleBroken("a code of tomorrow"), "지금은 안전하게 처리할 수 없어서"),
    ],
)
def test_a_refusal_without_words_of_its_own(error, beginning):
    assert labels.sentence(error).startswith(beginning)


# --- findings -------------------------------------------------------------------------------


def test_every_finding_has_words():
    tree = ast.parse((TRACKER / "services" / "audit.py").read_text("utf-8"))
    calls = [one for one in ast.walk(tree) if isinstance(one, ast.Call)]
    found = {
        text
        for call in calls
        if isinstance(call.func, ast.Name) and call.func.id == "Finding"
        for text in texts(call.args[0])
    }
    assert found == set(labels.FINDINGS)
