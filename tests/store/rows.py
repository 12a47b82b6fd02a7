"""One good row for each table, from which a test spoils one thing.

Written in SQL, past the models: here the database is asked, not Python.
"""

from typing import Any, NamedTuple

from sqlalchemy import Connection, text

NOW = "2026-11-22 03:00:00+00:00"
_TEAM, _ACCOUNT, _CASE, _ROUND = "a" * 32, "b" * 32, "c" * 32, "e" * 32

# In the order in which they lean on each other.
ROWS: dict[str, dict[str, Any]] = {
    "teams": {"id": _TEAM, "name": "1팀"},
    "accounts": {
        "id": _ACCOUNT,
        "username": "eunjeong",
        "name": "최은정",
        "roles": '["counselor"]',
        "team_id": _TEAM,
        "state": "admitted",
        "generation": 1,
        "totp_step": 0,
        "created_at": NOW,
    },
    "rounds": {
        "id": _ROUND,
        "name": "2026년 4차",
        "opens_at": NOW,
        "closes_at": None,
        "ended_at": None,
        "capacity": 120,
        "waiting_size": 30,
        "offer_days": 5,
        "tests": 5,
        "sessions": 3,
        "edition": "2026-11",
        "declined_years": 1,
        "care_years": 5,
        "created_at": NOW,
    },
    "cases": {
        "id": _CASE,
        "receipt_number": "1234-5678",
        "number": "26-00001",
        "stage": "active",
        "counselor_id": _ACCOUNT,
        "team_id": _TEAM,
        "round_id": _ROUND,
        "waiting_since": None,
        "submitted_at": NOW,
        "changed_at": NOW,
    },
    "case_numbers": {"year": 2026, "last": 1},
    "case_events": {
        "id": "d" * 32,
        "case_id": _CASE,
        "sequence": 1,
        "event": "submit",
        "stage": "submitted",
        "actor_id": None,
        "at": NOW,
    },
    "assessments": {
        "id": "d" * 32,
        "case_id": _CASE,
        "kind": "inner_self",
        "recorded_at": NOW,
        "interpreted_at": NOW,
    },
    "counseling_sessions": {
        "id": "d" * 32,
        "case_id": _CASE,
        "number": 1,
        "attendance": "attended",
        "created_at": NOW,
    },
    "documents": {
        "object": "clinical:c",
        "kind": "intake",
        "version": 1,
        "key_version": 1,
        "body": b"\x01",
        "author_id": _ACCOUNT,
        "created_at": NOW,
    },
    "signatures": {
        "object": "clinical:c",
        "kind": "outcome",
        "version": 1,
        "signer_id": _ACCOUNT,
        "signed_at": NOW,
    },
    "principals": {
        "id": "group:intake",
        "generation": 1,
        "public_key": b"\x09" * 32,
        "mac": None,
        "created_at": NOW,
    },
    "grants": {
        "object": "clinical:c",
        "key_version": 1,
        "principal": "user:b",
        "generation": 1,
        "wrapped_key": b"\x01",
        "mac": None,
        "waiting": False,
    },
    "receipts": {"number": "1234-5678", "case_id": _CASE, "lock": b"\x21"},
    "audit": {
        "sequence": 1,
        "at": NOW,
        "actor_id": None,
        "role": "visitor",
        "address": "127.0.0.1",
        "action": "signed_in",
        "object": None,
        "detail": "{}",
        "digest": bytes(32),
    },
    "shadows": {"id": 1},
    "shadow_facts": {"shadow_id": 1, "fact": "submitted", "month": "2026-10"},
    "report_offsets": {"fact": "submitted", "offset": 3},
    "report_freezes": {"month": "2026-10", "frozen_at": NOW},
    "throttles": {
        "key": b"\x01" * 32,
        "kind": "account",
        "count": 1,
        "changed_at": NOW,
        "closed_until": None,
    },
    "handovers": {
        "id": "d" * 32,
        "case_id": _CASE,
        "from_id": _ACCOUNT,
        "to_id": _ACCOUNT,
        "state": "offered",
        "offered_at": NOW,
        "answered_at": None,
    },
    "consent_texts": {
        "digest": "0" * 64,
        "kind": "consent_promo",
        "language": "ko",
        "version": "2026-11",
        "body": b"words",
    },
    "offers": {
        "id": "d" * 32,
        "case_id": _CASE,
        "round_id": _ROUND,
        "state": "open",
        "offered_at": NOW,
        "expires_at": NOW,
        "answered_at": None,
    },
    "rekeys": {
        "object": "clinical:c",
        "key_version": 1,
        "cause": "left",
        "asked_by": _ACCOUNT,
        "asked_at": NOW,
    },
    "counselor_profiles": {
        "account_id": _ACCOUNT,
        "openings": 5,
        "gender": "female",
        "ways": "",
        "days": "",
        "languages": "",
        "changed_at": NOW,
    },
    "rosters": {
        "id": "d" * 32,
        "state": "current",
        "imported_by": _ACCOUNT,
        "imported_at": NOW,
        "expires_at": NOW,
        "people": 3,
    },
    "roster_sheets": {"roster_id": "d" * 32, "kind": "phone", "number": 0, "body": b"\x01"},
    "search_members": {"case_id": _CASE, "object": "search:c", "card_version": 1},
}

# What makes a second good row of the same table.
SECOND_CASE, SECOND_ACCOUNT = "9" * 32, "8" * 32
_SECOND: dict[str, dict[str, Any]] = {
    "teams": {"id": "1" * 32, "name": "2팀"},
    "accounts": {"id": "1" * 32, "username": "minsu"},
    "cases": {"id": "1" * 32, "receipt_number": "1111-1111", "number": "26-00011"},
    "case_numbers": {"year": 2027},
    "case_events": {"id": "1" * 32, "sequence": 2},
    "assessments": {"id": "1" * 32, "kind": "personality_type"},
    "counseling_sessions": {"id": "1" * 32, "number": 2},
    "documents": {"version": 2},
    "signatures": {"version": 2},
    "principals": {"id": "group:staff"},
    "grants": {"principal": "user:1"},
    "receipts": {"number": "1111-1111", "case_id": SECOND_CASE},
    "audit": {"sequence": 2},
    "shadows": {"id": 2},
    "shadow_facts": {"fact": "accepted"},
    "report_offsets": {"fact": "accepted"},
    "report_freezes": {"month": "2026-11"},
    "throttles": {"key": b"\x02" * 32},
    "handovers": {"id": "1" * 32, "case_id": SECOND_CASE},
    "consent_texts": {"digest": "1" * 64},
    "rounds": {"id": "1" * 32, "name": "2027년 1차"},
    "offers": {"id": "1" * 32, "case_id": SECOND_CASE},
    "rekeys": {"object": "clinical:d"},
    "counselor_profiles": {"account_id": SECOND_ACCOUNT},
    "rosters": {"id": "1" * 32, "state": "checked"},
    "roster_sheets": {"number": 1},
    "search_members": {"object": "search:d"},
}


class Change(NamedTuple):
    """What spoils a good row: other values, or one value taken from the row that is there."""

    table: str
    others: dict[str, Any]
    same: str = ""

    def values(self) -> dict[str, Any]:
        """The spoiled row."""
        taken = {self.same: ROWS[self.table][self.same]} if self.same else {}
        return second(self.table) | self.others | taken


def second(table: str, **changes: Any) -> dict[str, Any]:
    """A second good row of a table."""
    return ROWS[table] | _SECOND[table] | changes


def insert(db: Connection, table: str, values: dict[str, Any]) -> None:
    """Write one row."""
    columns = ", ".join(f'"{name}"' for name in values)
    places = ", ".join(f":{name}" for name in values)
    db.execute(text(f'INSERT INTO "{table}" ({columns}) VALUES ({places})'), values)


def insert_all(db: Connection) -> None:
    """Put one good row into each table."""
    for table, row in ROWS.items():
        insert(db, table, row)
    other = {"id": SECOND_CASE, "receipt_number": "9999-9999", "number": "26-00099"}
    insert(db, "cases", second("cases") | other)
    insert(db, "accounts", second("accounts") | {"id": SECOND_ACCOUNT, "username": "jiho"})
