"""Two windows of one session: what both of them changed."""

from typing import Any, Final

_NOTHING: Final = object()


def merged(
    read: dict[str, Any], mine: dict[str, Any], there: dict[str, Any], depth: int = 1
) -> dict[str, Any]:
    """What is there, with what I changed against what I read; a draft step by step."""
    made = {name: value for name, value in there.items() if name in mine or name not in read}
    for name, value in mine.items():
        before, other = read.get(name, _NOTHING), there.get(name)
        if before == value:
            continue
        if depth and isinstance(value, dict) and isinstance(other, dict):
            before = before if isinstance(before, dict) else {}
            made[name] = merged(before, value, other, depth - 1)
        else:
            made[name] = value
    return made
