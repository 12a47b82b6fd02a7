"""What a run of tests works out once: keys from passwords, finished centers, whatever is compiled.

Nothing here is cheaper than the real thing or different from it; it is only not done twice.
"""

import copyreg
import fcntl
import os
import pickle
import secrets
from collections.abc import Callable
from pathlib import Path
from random import Random
from types import MethodType, SimpleNamespace
from typing import Any, ClassVar, TypeVar

import pytest
from cryptography.hazmat.primitives.kdf import argon2
from jinja2.bccache import Bucket, BytecodeCache
from sqlalchemy import Engine, create_engine
from sqlalchemy.engine.default import DefaultDialect
from werkzeug.routing import Rule

from tracker.store import database
from tracker.vault import codes, passwords
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


class Drawn:
    """Salts of locks and codes of receipts: unlike one another, and in every test the same ones.

    So what a new colleague or an applicant of one test locks is known already in the next one.
    """

    salts: ClassVar[Random] = Random(7)
    codes: ClassVar[Random] = Random(7)

    @classmethod
    def again(cls) -> None:
        """Begin anew, for the next test."""
        cls.salts.seed(7)
        cls.codes.seed(7)


class Compiled(BytecodeCache):
    """Compiled templates, so that not every application compiles them anew."""

    kept: ClassVar[dict[str, bytes]] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self.kept:
            bucket.bytecode_from_string(self.kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.kept[bucket.key] = bucket.bytecode_to_string()


class Statements:
    """Compiled statements, so that not every database compiles them anew.

    SQLAlchemy keeps them by engine and dialect; here they are kept by the kind of the dialect.
    """

    kept: ClassVar[dict[Any, Any]] = {}

    @classmethod
    def engine(cls, url: Any, **options: Any) -> Engine:
        """An engine as the product makes it."""
        return create_engine(url, **options, execution_options={"compiled_cache": cls.kept})


class Routes:
    """Compiled addresses of pages, so that not every application compiles them anew."""

    kept: ClassVar[dict[Any, dict[str, Any]]] = {}
    compile = staticmethod(Rule.compile)
    made = ("_parts", "_trace", "_converters", "arguments")
    bound = ("_build", "_build_unknown")

    @classmethod
    def take(cls, rule: Rule) -> None:
        """Give a rule what an equal rule compiled to."""
        asked = (rule.rule, rule.subdomain, rule.host, str(rule.defaults))
        if asked not in cls.kept:
            cls.compile(rule)
            own = {name: getattr(rule, name) for name in cls.made}
            cls.kept[asked] = own | {name: getattr(rule, name).__func__ for name in cls.bound}
        for name, value in cls.kept[asked].items():
            setattr(rule, name, MethodType(value, rule) if name in cls.bound else value)


def remember(patch: pytest.MonkeyPatch) -> None:
    """Let all that follows work out passwords, statements and routes once."""
    patch.setattr(passwords, "Argon2id", Argon2id)
    patch.setattr(passwords, "secrets", SimpleNamespace(token_bytes=Drawn.salts.randbytes))
    patch.setattr(
        codes, "secrets", SimpleNamespace(**{**vars(secrets), "choice": Drawn.codes.choice})
    )
    patch.setattr(database, "create_engine", Statements.engine)
    patch.setattr(DefaultDialect, "__eq__", lambda one, other: type(one) is type(other))
    patch.setattr(DefaultDialect, "__hash__", lambda one: hash(type(one)))
    patch.setattr(Rule, "compile", lambda rule: Routes.take(rule))


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
