"""docs/permissions.md as the policy says: `python -m tests.architecture.permissions` writes it."""

from pathlib import Path

from tracker.domain.access import (
    KEY_HOLDING,
    RULES,
    Permission,
    Role,
    Rule,
    anyone,
    check_roles,
)
from tracker.domain.errors import RuleBroken

FILE = Path(__file__).parents[2] / "docs" / "permissions.md"
HEAD = """\
# Who may do what

Written from `tracker/domain/access.py` by `python -m tests.architecture.permissions`; a test holds
the two equal. A rule decides a *function*. Which record then opens is decided by the keys that this
person's grants give: both are needed, and whoever lacks one hears that there is no such case.

"""
BETWEEN = """
## Roles

An account has one role or several. A role's last column says with which others it goes together.

"""


def text() -> str:
    """The whole document."""
    functions = ["| function | who | which case | with the key of |", "|---|---|---|---|"]
    functions += [_line(permission, rule) for permission, rule in RULES.items()]
    roles = ["| role | holds keys | functions | together with |", "|---|---|---|---|"]
    roles += [_role(role) for role in Role]
    return HEAD + "\n".join(functions) + "\n" + BETWEEN + "\n".join(roles) + "\n"


def _line(permission: Permission, rule: Rule) -> str:
    who = ", ".join(f"`{role}`" for role in Role if role in rule.roles)
    words = (rule.relation.__doc__ or "").strip().rstrip(".")
    which = "any" if rule.relation is anyone else words[0].lower() + words[1:]
    key = "" if rule.record is None else f"`{rule.record}`"
    return f"| `{permission}` | {who} | {which} | {key} |"


def _role(role: Role) -> str:
    own = ", ".join(f"`{one}`" for one, rule in RULES.items() if role in rule.roles)
    keys = "of the own case" if role is Role.APPLICANT else "yes" if role in KEY_HOLDING else "no"
    others = ", ".join(f"`{other}`" for other in Role if other is not role and _fit(role, other))
    return f"| `{role}` | {keys} | {own} | {others} |"


def _fit(role: Role, other: Role) -> bool:
    try:
        check_roles(frozenset({role, other}))
    except RuleBroken:
        return False
    return True


if __name__ == "__main__":
    FILE.write_text(text(), "utf-8")
