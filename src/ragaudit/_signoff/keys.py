"""Ed25519 keys: made, read from a file or an environment variable, never shown."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    KeySerializationEncryption,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)
from securesystemslib.signer import CryptoSigner, SSlibKey  # type: ignore[attr-defined]

from ragaudit.errors import UsageError

_LARGEST = 64_000
"""Bytes of a key file; a PEM of Ed25519 has about 120."""
_MAKE = "`ragaudit signoff keygen NAME` makes a pair"


def generate(private: Path, public: Path, secret: bytes | None) -> str:
    """Write a new pair (PKCS 8 and SubjectPublicKeyInfo, PEM); returns the id of the key.

    The private key is readable for its owner alone. Raises `UsageError`, and writes over nothing.
    """
    for file in (private, public):
        if file.exists():
            raise UsageError(f"{file} is there already", "choose another name")
    key = Ed25519PrivateKey.generate()
    locked: KeySerializationEncryption = NoEncryption()
    if secret is not None:
        locked = BestAvailableEncryption(secret)
    kept = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, locked)
    shown = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    _write(private, kept, 0o600)
    _write(public, shown, 0o644)
    return key_id(SSlibKey.from_crypto(key.public_key()))


def private_key(
    file: Path | None, variable: str | None, password_variable: str | None, env: Mapping[str, str]
) -> CryptoSigner:
    """The key to sign with. Raises `UsageError`, which never quotes the key or its password."""
    if file is not None:
        data, shown = _read(file), str(file)
    elif variable is not None:
        value = env.get(variable, "")
        if not value.strip():
            raise UsageError(f"the environment variable {variable} holds no key", _MAKE)
        # CI systems often keep a key on one line.
        data, shown = value.replace("\\n", "\n").encode(), f"${variable}"
    else:
        raise UsageError(
            "a key to sign with is missing", f"add --key FILE or --key-env VAR; {_MAKE}"
        )
    key = _loaded(data, shown, password(password_variable, env))
    if not isinstance(key, Ed25519PrivateKey):
        raise UsageError(f"{shown} is no Ed25519 key", _MAKE)
    return CryptoSigner(key, SSlibKey.from_crypto(key.public_key()))


def public_key(file: Path) -> SSlibKey:
    """A key to verify with. Raises `UsageError`."""
    data = _read(file)
    if b"PRIVATE KEY" in data:
        raise UsageError(f"{file} is a private key", "give the public one, *.pub")
    try:
        key = load_pem_public_key(data)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise UsageError(f"{file} is no public key in PEM", _MAKE) from error
    if not isinstance(key, Ed25519PublicKey):
        raise UsageError(f"{file} is no Ed25519 key", _MAKE)
    return SSlibKey.from_crypto(key)


def public_keys(files: Sequence[Path]) -> dict[str, SSlibKey]:
    """Keys by id. Raises `UsageError`, also where two files hold the same key."""
    found: dict[str, SSlibKey] = {}
    for file in files:
        key = public_key(file)
        if key_id(key) in found:
            told = f"{file} holds a key that is listed already: a person signs once"
            raise UsageError(told, "each signer needs a key of their own")
        found[key_id(key)] = key
    return found


def declared(raw: str) -> SSlibKey:
    """A key from its 32 raw bytes in hex, as statements have it. Raises `UsageError`."""
    try:
        return SSlibKey.from_crypto(Ed25519PublicKey.from_public_bytes(bytes.fromhex(raw)))
    except ValueError as error:
        raise UsageError("the statement names a signer without a usable key") from error


def raw(key: SSlibKey) -> str:
    """The 32 bytes of a key, hex."""
    return str(key.keyval["public"])


def key_id(key: SSlibKey) -> str:
    """sha256 (hex) that names a key."""
    return str(key.keyid)


def _loaded(data: bytes, shown: str, secret: bytes | None) -> object:
    try:
        return load_pem_private_key(data, secret)
    except TypeError as error:
        told = "needs a password" if secret is None else "has no password"
        hint = "name its variable: --key-password-env" if secret is None else "leave it out"
        raise UsageError(f"the key {shown} {told}", hint) from error
    except (ValueError, UnsupportedAlgorithm) as error:
        told = "the password does not fit, or it is no private key in PEM (PKCS 8)"
        plain = "it is no private key in PEM (PKCS 8)"
        raise UsageError(f"{shown}: {told if secret else plain}", _MAKE) from error


def password(variable: str | None, env: Mapping[str, str]) -> bytes | None:
    """The password in a variable; None without one. Raises `UsageError` where it is empty."""
    if variable is None:
        return None
    if not env.get(variable):
        raise UsageError(f"the environment variable {variable} holds no password")
    return env[variable].encode()


def _read(file: Path) -> bytes:
    try:
        with file.open("rb") as stream:
            data = stream.read(_LARGEST + 1)
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise UsageError(f"the key {file} cannot be read: {why}", _MAKE) from error
    if len(data) > _LARGEST:
        raise UsageError(f"{file} is too large for a key")
    return data


def _write(file: Path, data: bytes, mode: int) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        # O_EXCL: whoever made the name in the meantime keeps their file.
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as stream:
            stream.write(data)
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise UsageError(f"{file} cannot be written: {why}", "choose another name") from error
