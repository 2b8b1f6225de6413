"""Names of mailboxes and messages, there and back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ragaudit_connectors.imap.names import (
    decoded,
    encoded,
    is_speakable,
    link,
    message_path,
    native_id,
    path_of,
    quoted,
    read_native_id,
)

NAMES = {
    b"INBOX": "INBOX",
    b"Entw&APw-rfe": "Entwürfe",
    b"Fish &- Chips": "Fish & Chips",
    b"~peter/mail/&U,BTFw-/&ZeVnLIqe-": "~peter/mail/台北/日本語",
}
"""The last is the example of RFC 3501, 5.1.3."""


@pytest.mark.parametrize("raw", NAMES)
def test_modified_utf_7(raw: bytes) -> None:
    """As the standard has it."""
    assert (NAMES[raw], raw) == (decoded(raw), encoded(NAMES[raw]))


@given(st.text())
def test_any_name_there_and_back(name: str) -> None:
    """Nothing is lost, and what is sent is ASCII."""
    raw = encoded(name)
    assert (name, True) == (decoded(raw), raw.isascii())


@pytest.mark.parametrize("raw", [b"&", b"a&b", b"&AOk", b"&AGE-", b"&====-", b"&2AA-", b"\xff\xfe"])
def test_what_breaks_the_encoding_stays_as_it_is(raw: bytes) -> None:
    """Such names are shown, never guessed at, and never an error."""
    assert raw == decoded(raw).encode("utf-8", "surrogateescape")


@pytest.mark.parametrize(
    ("raw", "delimiter", "expected"),
    [
        (b"shared/alice/HR", b"/", "shared/alice/HR"),
        (b"shared.alice.HR/2024", b".", "shared/alice/HR%2F2024"),
        (b"flat/name", None, "flat%2Fname"),
        (b"a/&AAo-", b"/", r"a/\x0a"),
    ],
)
def test_paths_have_slashes_between_levels(
    raw: bytes, delimiter: bytes | None, expected: str
) -> None:
    """Whatever the server puts there; and nothing that steers a terminal."""
    assert expected == path_of(raw, delimiter)


def test_a_name_cannot_smuggle_a_command() -> None:
    """A line end would start another one; quotes and backslashes are escaped."""
    assert [False, False, False] == [is_speakable(raw) for raw in (b"", b"a\r\nb", b"\xc3\xa9")]
    with pytest.raises(ValueError, match="cannot be sent"):
        quoted(b"a\r\nx DELETE INBOX")
    assert rb'"a\"b\\c"' == quoted(rb"a\b".replace(b"\\", b'"') + rb"\c")


@given(st.binary(min_size=1), st.integers(1, 2**32 - 1), st.integers(1, 2**32 - 1))
def test_native_ids_there_and_back(raw: bytes, validity: int, uid: int) -> None:
    """Any mailbox, any number."""
    assert (raw, validity, uid) == read_native_id(native_id(raw, validity, uid))


def test_links_are_imap_urls() -> None:
    """As RFC 5092 writes them."""
    expected = "imap://mail.example.org/Entw%C3%BCrfe;UIDVALIDITY=7/;UID=3"
    assert expected == link("mail.example.org", b"Entw&APw-rfe", 7, 3)


def test_subjects_lead_nowhere() -> None:
    """Neither out of the mailbox nor to another message of that subject."""
    first = message_path("HR", "../../etc/passwd\r\n", "<a@x>")
    assert "HR/..-..-etc-passwd" == first.rpartition(" ")[0]
    assert first != message_path("HR", "../../etc/passwd\r\n", "<b@x>")
    assert message_path("HR", "", "<a@x>").startswith("HR/no subject (")
