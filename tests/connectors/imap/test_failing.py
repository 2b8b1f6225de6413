"""What goes wrong becomes an error of ours that says what to do, and repeats no secret."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.connectors.imap.fake import MAILBOX, answering
from tests.connectors.imap.helpers import listed, settings
from tests.connectors.imap.test_scenario import WRITTEN
from tests.services.dovecot import Dovecot, message, running_dovecot

from ragaudit.errors import (
    AuthExpiredError,
    AuthInvalidError,
    ForbiddenError,
    MalformedError,
    NotFoundError,
    RateLimitedError,
    SourceError,
    TooLargeError,
    TransientError,
)
from ragaudit.model import AccessState, Limits, SyncSettings
from ragaudit_connectors.imap import ImapConnector
from ragaudit_connectors.imap import session as session_module


def test_a_password_that_ends_in_mid_run(dovecot: Dovecot, monkeypatch: pytest.MonkeyPatch) -> None:
    """It worked, so it is not wrong but expired."""
    dovecot.append("HR", message("Grades", "Grade 3 earns more.", WRITTEN))
    source = ImapConnector(settings(dovecot, monkeypatch))
    _, (ref,) = listed(source)
    dovecot.server.stop()
    users = dovecot.folder / "users"
    before = users.read_text(encoding="utf-8")
    users.write_text(before.replace("auditor-password", "another"), encoding="utf-8")
    dovecot.server.start()
    try:
        with pytest.raises(AuthExpiredError) as failed:
            source.fetch(ref)
    finally:
        users.write_text(before, encoding="utf-8")
        dovecot.server.stop()
        dovecot.server.start()
    assert "renew" in failed.value.hint


def test_a_server_that_was_away_in_between(
    dovecot: Dovecot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The connection is renewed and the mailbox opened again."""
    dovecot.append("HR", message("Grades", "Grade 3 earns more.", WRITTEN))
    source = ImapConnector(settings(dovecot, monkeypatch))
    _, (ref,) = listed(source)
    source.fetch(ref)
    dovecot.server.stop()
    dovecot.server.start()
    assert b"Grade 3" in source.fetch(ref).data


def test_a_server_that_is_down(monkeypatch: pytest.MonkeyPatch) -> None:
    """It may come back, so it is a passing failure, after all tries."""
    with running_dovecot() as dovecot:
        source = ImapConnector(settings(dovecot, monkeypatch))
    with pytest.raises(TransientError, match="cannot be reached"):
        listed(source)
    assert 2 == source.requests()


def test_a_secret_that_is_not_set(dovecot: Dovecot, monkeypatch: pytest.MonkeyPatch) -> None:
    """The variable is named."""
    made = settings(dovecot, monkeypatch)
    monkeypatch.delenv("MAIL_AUDITOR")
    with pytest.raises(AuthInvalidError, match="MAIL_AUDITOR"):
        listed(ImapConnector(made))


def test_a_message_over_the_limit_is_not_read(
    dovecot: Dovecot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither one that says its size nor one that lies about it."""
    dovecot.append("HR", message("Grades", "Grade 3 earns more. " * 100, WRITTEN))
    made = settings(dovecot, monkeypatch, limits=Limits(max_bytes=500))
    source = ImapConnector(made)
    _, (ref,) = listed(source)
    for told in (ref, replace(ref, size=1)):
        with pytest.raises(TooLargeError):
            source.fetch(told)


def test_a_message_or_mailbox_that_is_gone(
    dovecot: Dovecot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Listed, and not there any more: one document, not the source."""
    uid = dovecot.append("HR", message("Grades", "Grade 3 earns more.", WRITTEN))
    source = ImapConnector(settings(dovecot, monkeypatch))
    _, (ref,) = listed(source)
    dovecot.expunge("HR", uid)
    with pytest.raises(NotFoundError):
        source.fetch(ref)
    dovecot.append("HR", message("Grades", "Grade 3 earns more.", WRITTEN))
    dovecot.delete("HR")
    with pytest.raises(NotFoundError):
        ImapConnector(source.settings).fetch(ref)
    probe = ImapConnector(source.settings).probe_as("bob", ref)
    assert probe is not None
    assert "unknown" == probe.decision.value


def test_a_mailbox_that_may_only_be_seen(dovecot: Dovecot, monkeypatch: pytest.MonkeyPatch) -> None:
    """Refused by name, and the refusal carries no title."""
    dovecot.append("HR", message("Grades", "Grade 3 earns more.", WRITTEN))
    made = settings(dovecot, monkeypatch)
    _, (ref,) = listed(ImapConnector(made))
    dovecot.set_acl("HR", "auditor", "l")
    with pytest.raises(ForbiddenError) as refused:
        ImapConnector(made).fetch(ref)
    assert "Grades" not in refused.value.detail


@pytest.mark.parametrize(
    ("answers", "error", "word"),
    [
        ({"AUTHENTICATE": b"{tag} NO [UNAVAILABLE] later\r\n"}, TransientError, "UNAVAILABLE"),
        ({"AUTHENTICATE": b"{tag} NO [LIMIT] too many\r\n"}, RateLimitedError, "LIMIT"),
        ({"AUTHENTICATE": b"{tag} NO sorry\r\n"}, AuthInvalidError, "let the account in"),
        ({"LIST": b"{tag} NO [SERVERBUG] oops\r\n"}, TransientError, "SERVERBUG"),
        ({"LIST": b"* BYE going down\r\n{tag} BYE"}, TransientError, "ended the connection"),
        ({"LIST": b"{tag} BAD what?\r\n"}, MalformedError, "IMAP server"),
        ({"LIST": b"HTTP/1.1 400 Bad Request\r\n{tag} OK\r\n"}, MalformedError, "IMAP server"),
        ({"LIST": b'* LIST (\\None "/" HR\r\n'}, MalformedError, "IMAP server"),
        ({"LIST": b"* LIST " + b"(" * 500 + b"\r\n"}, MalformedError, "IMAP server"),
        ({"LIST": b'* LIST () "/"\r\n'}, MalformedError, "IMAP server"),
        ({"STATUS": b"* STATUS HR\r\n"}, MalformedError, "IMAP server"),
        ({"UID SEARCH": b"* SEARCH 1 x\r\n"}, MalformedError, "IMAP server"),
        ({"UID FETCH": b"* 1 FETCH (UID 1 BODY {9}\r\nSubj"}, TransientError, "in time"),
        ({"EXAMINE": b"* OK [UIDVALIDITY 8] valid\r\n"}, SourceError, "anew"),
    ],
)
def test_answers_that_are_none(
    answers: dict[str, bytes], error: type[SourceError], word: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Typed, and without what the server sent."""
    monkeypatch.setenv("MAIL_AUDITOR", "secret-word")
    with answering({**answers, **{k: v for k, v in MAILBOX.items() if k not in answers}}) as made:
        made = replace(made, sync=SyncSettings(tries=1, timeout_s=1.0))
        with pytest.raises(error, match=word) as failed:
            listed(ImapConnector(made))
    assert "secret-word" not in str(failed.value)


def test_another_kind_of_server(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its greeting gives it away."""
    monkeypatch.setenv("MAIL_AUDITOR", "secret")
    with (
        answering({}, b"220 mail.example.org ESMTP\r\n") as made,
        pytest.raises(MalformedError, match="IMAP server"),
    ):
        listed(ImapConnector(made))


@pytest.mark.parametrize(
    "answer", [b"* SEARCH " + b"1 " * 300_000 + b"\r\n", b"* 1 FETCH (BODY {900000000}\r\n"]
)
def test_an_endless_answer_is_not_read(answer: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither a line without an end nor a literal as large as it says."""
    monkeypatch.setenv("MAIL_AUDITOR", "secret")
    monkeypatch.setattr(session_module, "LONGEST_ANSWER", 500_000)
    with (
        answering({**MAILBOX, "UID SEARCH": answer}) as made,
        pytest.raises(MalformedError, match="more than was asked"),
    ):
        listed(ImapConnector(made))


def test_long_lists_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """A hundred thousand entries are more than imaplib takes in a line, and are no error."""
    monkeypatch.setenv("MAIL_AUDITOR", "secret")
    entries = b"".join(b" user%d@example.org lr" % number for number in range(100_000))
    with answering({**MAILBOX, "GETACL": b"* ACL HR" + entries + b"\r\n"}) as made:
        source = ImapConnector(replace(made, options={"mailboxes": ["**"], "access": "dovecot"}))
        _, (ref,) = listed(source)
        ((_, policy),) = source.fetch_access([ref])
    assert (AccessState.KNOWN, 100_000) == (policy.state, len(policy.layers[0].entries))


def test_a_name_that_would_be_a_command_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    """It cannot be asked for, which is said, and the others are read."""
    monkeypatch.setenv("MAIL_AUDITOR", "secret")
    names = b'* LIST () "/" {12}\r\nHR\r\nx NOOP\r\n\r\n* LIST () "/" HR\r\n'
    with answering({**MAILBOX, "LIST": names}) as made:
        pages, refs = listed(ImapConnector(made))
    skips = [skip for page in pages for skip in page.skips]
    assert ([r"HR\x0d\x0ax NOOP\x0d\x0a"], 1) == ([skip.path for skip in skips], len(refs))
