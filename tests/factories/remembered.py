"""What a run of tests works out once: keys from passwords, compiled templates, finished centers.

Nothing here is cheaper than the real thing or different from it; it is only not done twice.
"""

import copyreg
import fcntl
import os
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar, TypeVar

import pytest
from cryptography.hazmat.primitives.kdf import argon2
from jinja2.bccache import Bucket, BytecodeCache

from tracker.vault.keyring import Holder

T = TypeVar("T")


# A seed is all that a principal is; keys that were derived from it cannot be written down.
copyreg.pickle(Holder, lambda one: (Holder, (one.principal, one.generation, one.seed)))


class Argon2id:
    """Argon2id, which answers the same question at once when it is asked again.

    Every test signs in the same nine people at the same locks. Tests about the time that a
    password takes ask for the fixture `unremembered`.
    """

    answers: ClassVar[dict[tuple[Any, ...], bytes]] = {}

    def __init__(self, **options: Any) -> None:
        self._options = options

    def derive(self, secret: bytes) -> bytes:
        """The key, worked out with the very options that were given."""
        asked = (secret, *sorted(self._options.items()))
        if asked not in self.answers:
            self.answers[asked] = argon2.Argon2id(**self._options).derive(secret)
        return self.answers[asked]


class Compiled(BytecodeCache):
    """Compiled templates, so that not every application compiles them anew."""

    kept: ClassVar[dict[str, bytes]] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self.kept:
            bucket.bytecode_from_string(self.kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.kept[bucket.key] = bucket.bytecode_to_string()


def run_folder(factory: pytest.TempPathFactory) -> Path:
    """One folder for all workers of a run."""
    own = factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


def once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], T]) -> T:
    """What `make` makes in an empty folder of that name; the first worker to ask makes it."""
    folder = run_folder(factory) / name
    kept = folder.with_suffix(".pickle")
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            folder.mkdir()
            kept.write_bytes(pickle.dumps(make(folder)))
    made: T = pickle.loads(kept.read_bytes())
    return made
