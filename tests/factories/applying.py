"""How people apply: the three forms of the application, and the sentences that refuse them."""

import csv
from pathlib import Path
from typing import Any

DATA = Path(__file__).parents[1] / "data" / "applications.csv"
CONSENTS = (
    "consent_general", "consent_sensitive", "consent_verify", "consent_promo", "notice_counseling",
)  # fmt: skip
STEPS = {
    "/apply/consent": CONSENTS,
    "/apply/about": (
        "name", "birth_date", "phone", "email", "district", "office", "account_opened",
        "account_status",
    ),
    "/apply/choices": ("choice", "meeting", "days", "counselor_gender", "reason"),
}  # fmt: skip

# What the sentence beside the refused field says, for each row of the file that is refused.
REFUSED = {
    28: ("name", "기호를 빼고"),
    30: ("name", "기호를 빼고"),
    32: ("name", "이름을 적어 주세요"),
    34: ("name", "60자 안으로"),
    35: ("name", "보이지 않는 글자"),
    37: ("name", "읽을 수 없는 문자"),
    42: ("birth_date", "네 자리로"),
    47: ("birth_date", "달력에 없는 날"),
    48: ("birth_date", "아직 오지 않은 날"),
    51: ("birth_date", "만 14세부터"),
    57: ("phone", "010으로 시작하는 휴대전화"),
    58: ("phone", "숫자가 모자라요"),
    59: ("phone", "010으로 시작하는 번호"),
    60: ("phone", "010-1234-5678처럼"),
    62: ("email", "name@example.com처럼"),
    63: ("email", "읽을 수 없는 문자"),
    65: ("district", "서울에 사시는 분"),
    66: ("district", "골라 주세요"),
    67: ("account_opened", "아직 오지 않은 달"),
    68: ("account_opened", "2022년에 시작"),
    72: ("choice", "하나를 빼 주세요"),
    73: ("choice", "지금 4가지"),
    83: ("choice", "서로 다른 검사"),
    85: ("choice", "목록에 있는 검사"),
    87: ("choice", "상담사와 정할게요"),
    90: ("reason", "2,000자 안으로"),
    94: ("reason", "주민등록번호"),
    98: ("consent_general", "동의하셔야"),
    99: ("consent_sensitive", "동의하셔야"),
    100: ("consent_verify", "동의하셔야"),
    107: ("notice_counseling", "동의하셔야"),
}


def read_rows() -> dict[int, dict[str, Any]]:
    """The rows as the form sends them, by number."""
    with DATA.open(encoding="utf-8", newline="") as file:
        rows = {int(row["row"]): dict(row) for row in csv.DictReader(file)}
    return {
        number: {**row, "office": "", "choice": row["choice"].split()}
        for number, row in rows.items()
    }


def fields_of(path: str, form: dict[str, Any]) -> dict[str, Any]:
    """What a browser sends at one step: of the consents, only the ticked ones."""
    names = STEPS[path]
    return {name: form[name] for name in names if name not in CONSENTS or form[name] == "yes"}
