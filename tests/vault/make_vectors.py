"""How vectors.json was made, once: `python -m tests.vault.make_vectors > tests/vault/vectors.json`.

Never run it to make a failing test pass: records that people sealed would no longer open. What
can be computed a second way is; what is sealed at random (box, letter, lock) is frozen as it fell.
"""

import json
from typing import Any

from tests.vault import independent
from tracker.vault.codes import split_seed
from tracker.vault.crypto import box, seal_letter
from tracker.vault.keyring import Holder, Recipient, letter_for, principal_mac, wrap_for
from tracker.vault.passwords import close_lock

KEY = bytes(range(32))
SEED = bytes(range(100, 132))
BOUND = independent.context("document", "clinical:ab", "intake", 1, 1)
PARTS: list[list[str | int]] = [
    [],
    [""],
    ["grant", "identity:00ff", 1, "group:intake", 1],
    ["김하늘", 0, "x"],
    ["a", 2**63],
]
LABELS = ("wrap", "mac", "totp", "x25519", "web session", "")


def make() -> dict[str, Any]:
    """All vectors, as they go into the file."""
    holder = Holder("user:00ff", 3, SEED)
    return {
        "context": [{"parts": one, "is": independent.context(*one).hex()} for one in PARTS],
        "derive": [{"label": one, "is": independent.derive(SEED, one).hex()} for one in LABELS],
        "mac": independent.mac(KEY, "말".encode()).hex(),
        "public_key": holder.public_key.hex(),
        "fingerprint": independent.fingerprint(holder.public_key),
        "box": box(KEY, "요즘 잠을 잘 못 잔다".encode(), BOUND).hex(),
        "empty_box": box(KEY, b"", BOUND).hex(),
        "letter": seal_letter(holder.public_key, KEY, BOUND).hex(),
        "lock": close_lock(KEY, "푸른 강가의 조용한 아침", "user:00ff", 3, SEED).hex(),
        "wrap_grant": _grant(*wrap_for(holder, "clinical:ab", 2, KEY)),
        "letter_grant": _grant(*letter_for(_recipient(holder), "clinical:ab", 2, KEY, SEED)),
        "principal_mac": principal_mac(SEED, _recipient(holder)).hex(),
        "sheets": split_seed(SEED),
    }


def _recipient(holder: Holder) -> Recipient:
    return Recipient(holder.principal, holder.generation, holder.public_key)


def _grant(*fields: Any) -> list[Any]:
    return [one.hex() if isinstance(one, bytes) else one for one in fields]


if __name__ == "__main__":
    print(json.dumps(make(), ensure_ascii=False, indent=2))
