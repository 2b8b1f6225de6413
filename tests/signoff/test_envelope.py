"""DSSE envelopes, with real keys."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from securesystemslib.signer import CryptoSigner  # type: ignore[attr-defined]

from ragaudit._signoff import envelope, keys
from ragaudit.errors import UsageError

ANN, BOB = CryptoSigner.generate_ed25519(), CryptoSigner.generate_ed25519()
KEYS = {keys.key_id(signer.public_key): signer.public_key for signer in (ANN, BOB)}
ANN_ID, BOB_ID = KEYS
DATA = envelope.signed(b'{"a": 1}', ANN)


def test_a_signature_fits() -> None:
    """It is that of the key, over the payload."""
    found = envelope.read(DATA)
    assert (b'{"a": 1}', {ANN_ID: True}) == (found.payload, envelope.verified(found, KEYS))


def test_two_sign() -> None:
    """Each signature stands for itself."""
    both = envelope.countersigned(DATA, BOB)
    assert {ANN_ID: True, BOB_ID: True} == envelope.verified(envelope.read(both), KEYS)
    with pytest.raises(UsageError, match="has signed it already"):
        envelope.countersigned(both, BOB)


def test_a_stranger_does_not_count() -> None:
    """Signatures of keys nobody trusts are as none."""
    assert {} == envelope.verified(envelope.read(DATA), {BOB_ID: KEYS[BOB_ID]})


def test_as_the_specification_has_it() -> None:
    """Anybody's DSSE library reads it: payload type, base64, `keyid` and `sig`."""
    data = json.loads(DATA)
    assert {"payload", "payloadType", "signatures"} == data.keys()
    assert "application/vnd.in-toto+json" == data["payloadType"]
    assert [{"keyid", "sig"}] == [set(one) for one in data["signatures"]]


@hypothesis_settings(deadline=None)
@given(st.integers(0, len(DATA) - 1), st.integers(1, 255))
def test_any_changed_byte_breaks_it(place: int, change: int) -> None:
    """It is no envelope any more, or no signature of a trusted key fits."""
    changed = bytearray(DATA)
    changed[place] ^= change
    try:
        found = envelope.verified(envelope.read(bytes(changed)), KEYS)
    except UsageError:
        return
    assert not any(found.values())


PARTS = st.sampled_from(["payload", "payloadType", "signatures", "keyid", "sig"])
JSON = st.recursive(
    st.none() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(PARTS, inner),
    max_leaves=8,
)


@hypothesis_settings(deadline=None)
@given(st.binary(max_size=200) | JSON.map(lambda value: json.dumps(value).encode()))
def test_whatever_is_no_envelope(data: bytes) -> None:
    """One line, never a traceback."""
    with pytest.raises(UsageError):
        envelope.read(data)


def test_what_is_too_large_or_of_another_kind() -> None:
    """Refused before it is parsed; refused for what it says it is."""
    with pytest.raises(UsageError, match="too large"):
        envelope.read(b" " * (envelope.LARGEST + 1))
    data: dict[str, Any] = {**json.loads(DATA), "payloadType": "text/plain"}
    with pytest.raises(UsageError, match="no in-toto statement"):
        envelope.read((json.dumps(data, indent=1, sort_keys=True) + "\n").encode())


def test_written_another_way() -> None:
    """The same envelope with other white space is not as it was written."""
    with pytest.raises(UsageError, match="bytes of it changed"):
        envelope.read(DATA.replace(b"\n", b"\r\n"))
