"""DSSE envelopes: https://github.com/secure-systems-lab/dsse, by securesystemslib."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from securesystemslib.dsse import Envelope
from securesystemslib.exceptions import UnverifiedSignatureError
from securesystemslib.signer import CryptoSigner, SSlibKey  # type: ignore[attr-defined]

from ragaudit.errors import UsageError

PAYLOAD_TYPE = "application/vnd.in-toto+json"
LARGEST = 10_000_000
"""Bytes of an envelope."""


def signed(payload: bytes, signer: CryptoSigner) -> bytes:
    """A new envelope with one signature."""
    envelope = Envelope(payload, PAYLOAD_TYPE, {})
    envelope.sign(signer)
    return dumped(envelope)


def countersigned(data: bytes, signer: CryptoSigner) -> bytes:
    """The envelope with one more signature. Raises `UsageError` where the key has signed it."""
    envelope = read(data)
    if signer.public_key.keyid in envelope.signatures:
        raise UsageError("this key has signed it already", "let somebody else sign")
    envelope.sign(signer)
    return dumped(envelope)


def read(data: bytes) -> Envelope:
    """Parse an envelope. Raises `UsageError` for whatever is none.

    It must be written exactly as `dumped` writes it: base64 and JSON can say the same in several
    ways, and no byte of a signed file may change unnoticed.
    """
    if len(data) > LARGEST:
        raise UsageError("the statement is too large to be one")
    try:
        parsed: Any = json.loads(data)
        envelope = Envelope.from_dict(parsed)
        same = dumped(envelope) == data
    except Exception as error:
        # The library checks little of what it parses: whatever it stumbles over is no envelope.
        raise UsageError("this is no signed statement (a DSSE envelope in JSON)", _HINT) from error
    if not same:
        raise UsageError("the statement is not as it was written: bytes of it changed", _HINT)
    if envelope.payload_type != PAYLOAD_TYPE:
        raise UsageError(f"the envelope holds no in-toto statement: {envelope.payload_type}", _HINT)
    return envelope


_HINT = "name the file that `ragaudit signoff` wrote"


def dumped(envelope: Envelope) -> bytes:
    """The one way to write an envelope."""
    return (json.dumps(envelope.to_dict(), indent=1, sort_keys=True) + "\n").encode()


def verified(envelope: Envelope, keys: Mapping[str, SSlibKey]) -> dict[str, bool]:
    """Id of each trusted key under the envelope, and whether its signature fits."""
    found = {}
    pae = envelope.pae()
    for name, signature in envelope.signatures.items():
        if name not in keys:
            continue
        try:
            keys[name].verify_signature(signature, pae)
            found[name] = True
        except UnverifiedSignatureError:
            found[name] = False
    return found
