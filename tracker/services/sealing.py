"""Typed papers in, sealed bodies out, and back."""

from typing import TypeVar

import msgspec

from tracker.domain.access import Record
from tracker.store.documents import Document
from tracker.vault.crypto import DecryptionError, box, context, padded, unbox
from tracker.vault.keyring import INTAKE, Grant

T = TypeVar("T")


class _Envelope(msgspec.Struct):
    """What is inside a box: the digest of the version before, and the paper."""

    before: str
    paper: msgspec.Raw


def document_context(obj: str, kind: str, version: int, key_version: int) -> bytes:
    """The context of a document: it opens at its own place only."""
    return context("document", obj, kind, version, key_version)


def sealed(
    obj: str,
    kind: str,
    version: int,
    key_version: int,
    key: bytes,
    paper: object,
    before: Document | None,
) -> bytes:
    """Seal a paper as one version of one document."""
    inner = msgspec.Raw(msgspec.json.encode(paper))
    plain = msgspec.json.encode(_Envelope("" if before is None else before.digest, inner))
    return box(key, padded(plain), document_context(obj, kind, version, key_version))


def opened(document: Document, key: bytes, kind: type[T]) -> T | None:
    """Open a document; None for whatever is not exactly what was saved at this place, on top of the
    version that is stored before it.
    """
    bound_to = document_context(*document[:4])
    try:
        envelope = msgspec.json.decode(unbox(key, document.body, bound_to), type=_Envelope)
        if document.before not in {None, envelope.before}:
            return None
        return msgspec.json.decode(envelope.paper, type=kind)
    except (DecryptionError, msgspec.DecodeError):
        return None


def resealed(
    document: Document, old_key: bytes, key_version: int, key: bytes, before: Document | None
) -> Document | None:
    """The same paper at the same place under a new key; None when it does not open."""
    raw = opened(document, old_key, msgspec.Raw)
    if raw is None:
        return None
    paper = msgspec.Raw(bytes(raw))
    place = (document.object, document.kind, document.version)
    body = sealed(*place, key_version, key, paper, before)
    return document._replace(key_version=key_version, body=body)


def may_be_unstamped(grant: Grant) -> bool:
    """Only the letter of the anonymous form may come without a stamp: the first identity key,
    to the intake group. Staff never write under that key.
    """
    form = grant.object.startswith(f"{Record.IDENTITY}:") and grant.key_version == 1
    return form and grant.principal == INTAKE and grant.mac is None
