"""Keys are made, read and refused."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from ragaudit._signoff import keys
from ragaudit.errors import UsageError


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Path, Path]:
    """A new pair without a password."""
    private, public = tmp_path / "ann.pem", tmp_path / "ann.pub"
    keys.generate(private, public, None)
    return private, public


def test_a_pair_fits(pair: tuple[Path, Path]) -> None:
    """The public key is that of the private one."""
    private, public = pair
    signer = keys.private_key(private, None, None, {})
    assert keys.key_id(signer.public_key) == keys.key_id(keys.public_key(public))
    assert keys.key_id(keys.declared(keys.raw(signer.public_key))) == keys.key_id(signer.public_key)


def test_a_private_key_is_for_its_owner(pair: tuple[Path, Path]) -> None:
    """0600, and never readable for others in between."""
    assert [0o600, 0o644] == [stat.S_IMODE(file.stat().st_mode) for file in pair]


def test_nothing_is_written_over(pair: tuple[Path, Path], tmp_path: Path) -> None:
    """Neither of the two, also where only one is there."""
    before = pair[0].read_bytes()
    with pytest.raises(UsageError, match="is there already"):
        keys.generate(*pair, None)
    with pytest.raises(UsageError, match="is there already"):
        keys.generate(tmp_path / "new.pem", pair[1], None)
    assert (before, False) == (pair[0].read_bytes(), (tmp_path / "new.pem").exists())


def test_a_key_in_a_variable(pair: tuple[Path, Path]) -> None:
    """As it is in the file, or on one line as CI systems keep it."""
    text = pair[0].read_text()
    for value in (text, text.replace("\n", "\\n")):
        signer = keys.private_key(None, "KEY", None, {"KEY": value})
        assert keys.key_id(keys.public_key(pair[1])) == keys.key_id(signer.public_key)


def test_a_locked_key(tmp_path: Path) -> None:
    """The password comes from a variable, and a wrong one is one line without it."""
    private, public = tmp_path / "ann.pem", tmp_path / "ann.pub"
    keys.generate(private, public, b"open sesame")
    env = {"GOOD": "open sesame", "BAD": "hunter2", "NONE": ""}
    assert b"ENCRYPTED" in private.read_bytes()
    signer = keys.private_key(private, None, "GOOD", env)
    assert keys.key_id(keys.public_key(public)) == keys.key_id(signer.public_key)
    for variable, told in (
        ("BAD", "the password does not fit"),
        ("NONE", "holds no password"),
        (None, "needs a password"),
    ):
        with pytest.raises(UsageError, match=told) as caught:
            keys.private_key(private, None, variable, env)
        assert "hunter2" not in str(caught.value) + caught.value.hint


def test_a_password_for_an_open_key(pair: tuple[Path, Path]) -> None:
    """Somebody expects it to be locked, and it is not."""
    with pytest.raises(UsageError, match="has no password"):
        keys.private_key(pair[0], None, "PASSWORD", {"PASSWORD": "x"})


def test_missing_keys(tmp_path: Path) -> None:
    """Each says where a key was looked for."""
    with pytest.raises(UsageError, match="a key to sign with is missing"):
        keys.private_key(None, None, None, {})
    with pytest.raises(UsageError, match=r"nobody.pem cannot be read: no such file"):
        keys.private_key(tmp_path / "nobody.pem", None, None, {})
    with pytest.raises(UsageError, match="the environment variable KEY holds no key"):
        keys.private_key(None, "KEY", None, {"KEY": " "})


@pytest.mark.parametrize(
    "data", [b"", b"garbage", b"-----BEGIN PRIVATE KEY-----\nAA\n", b"\0" * 70_000]
)
def test_files_that_are_no_keys(tmp_path: Path, data: bytes) -> None:
    """One line, whatever is in them."""
    file = tmp_path / "key"
    file.write_bytes(data)
    with pytest.raises(UsageError):
        keys.private_key(file, None, None, {})
    with pytest.raises(UsageError):
        keys.public_key(file)


def test_another_kind_of_key(tmp_path: Path) -> None:
    """Only Ed25519."""
    key = generate_private_key(SECP256R1())
    private, public = tmp_path / "p", tmp_path / "q"
    private.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    shown = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    public.write_bytes(shown)
    with pytest.raises(UsageError, match="is no Ed25519 key"):
        keys.private_key(private, None, None, {})
    with pytest.raises(UsageError, match="is no Ed25519 key"):
        keys.public_key(public)


def test_public_keys(pair: tuple[Path, Path], tmp_path: Path) -> None:
    """A private one is refused, and so is the same key under two names."""
    with pytest.raises(UsageError, match="is a private key"):
        keys.public_key(pair[0])
    twin = tmp_path / "twin.pub"
    twin.write_bytes(pair[1].read_bytes())
    with pytest.raises(UsageError, match="a person signs once"):
        keys.public_keys([pair[1], twin])
