"""Addresses and options: what is refused before anything is sent."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ragaudit.errors import AuthInvalidError, UsageError
from ragaudit.model import Credentials, SourceSettings
from ragaudit_connectors.imap import ImapConnector
from ragaudit_connectors.imap.options import ImapOptions, address_of


def settings(url: str, **options: Any) -> SourceSettings:
    """Of a source with an account without a password."""
    return SourceSettings(
        "mail", "imap", Path(), remote=True, url=url, auth=Credentials(user="auditor"),
        options=options, options_at="ragaudit.yaml:7",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("imaps://mail.example.org", ("mail.example.org", 993, True)),
        ("imaps://mail.example.org:9930/", ("mail.example.org", 9930, True)),
        ("imap://localhost", ("localhost", 143, False)),
        ("imap://127.0.0.1:1143", ("127.0.0.1", 1143, False)),
        ("imap://[::1]", ("::1", 143, False)),
    ],
)
def test_addresses(url: str, expected: tuple[str, int, bool]) -> None:
    """TLS by default, no TLS on this machine."""
    found = address_of(url, settings(url), ImapOptions())
    assert expected == (found.host, found.port, found.tls)


@pytest.mark.parametrize(
    ("url", "word"),
    [
        ("imap://mail.example.org", "unprotected"),
        ("imap://127.0.0.1.example.org", "unprotected"),
        ("https://mail.example.org", "no address"),
        ("imaps://", "no address"),
        ("imaps://mail.example.org:no", "no address"),
        ("imaps://auditor@mail.example.org", "more than a host"),
        ("imaps://mail.example.org/HR", "more than a host"),
    ],
)
def test_addresses_that_are_refused(url: str, word: str) -> None:
    """A password is not sent in the open unless that was asked for."""
    with pytest.raises(UsageError, match=word):
        address_of(url, settings(url), ImapOptions())


@pytest.mark.parametrize("option", ["starttls", "allow_plaintext"])
def test_the_open_is_allowed_by_name(option: str) -> None:
    """STARTTLS protects; the other option is for networks that do."""
    url = "imap://mail.example.org"
    found = address_of(url, settings(url), ImapOptions.model_validate({option: True}))
    assert (143, option == "starttls") == (found.port, found.starttls)


def test_an_unknown_option_is_named() -> None:
    """With the place it is written at."""
    with pytest.raises(UsageError, match=r"ragaudit.yaml:7: source “mail”: `options.mailbox`"):
        ImapConnector(settings("imaps://mail.example.org", mailbox="HR"))


def test_a_password_in_the_address_is_refused() -> None:
    """It would be written into reports."""
    source = ImapConnector(settings("imaps://auditor:secret@mail.example.org"))
    with pytest.raises(AuthInvalidError) as refused:
        list(source.list_refs(None))
    assert "secret" not in str(refused.value)
