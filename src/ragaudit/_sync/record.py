"""Rows of the catalogue as bytes: references and facts, never text."""

from __future__ import annotations

import msgspec

from ragaudit.contracts import Ref
from ragaudit.model import AccessPolicy, SourceFacts

_encoder = msgspec.msgpack.Encoder()
_ref = msgspec.msgpack.Decoder(Ref)
_facts = msgspec.msgpack.Decoder(SourceFacts)
_access = msgspec.msgpack.Decoder(AccessPolicy)


def encode(value: Ref | SourceFacts | AccessPolicy) -> bytes:
    """To bytes."""
    return _encoder.encode(value)


def decode_ref(data: bytes) -> Ref:
    """Back to a reference. Raises `msgspec.MsgspecError` for bytes of another version."""
    return _ref.decode(data)


def decode_facts(data: bytes) -> SourceFacts:
    """Back to facts. Raises `msgspec.MsgspecError`."""
    return _facts.decode(data)


def decode_access(data: bytes) -> AccessPolicy:
    """Back to an access policy. Raises `msgspec.MsgspecError`."""
    return _access.decode(data)
