"""What is listed of a real server's mailboxes, and what a second pass costs."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from tests.connectors.imap.helpers import SHARED, listed, path_of, settings
from tests.connectors.imap.test_scenario import WRITTEN
from tests.services.dovecot import READ, Dovecot, message

from ragaudit.contracts import Ref, RefPage
from ragaudit.errors import CursorExpiredError
from ragaudit.model import FactState, OwnerRole, Quality, SkipReason, SourceSettings
from ragaudit_connectors.imap import ImapConnector
from ragaudit_connectors.imap import listing as listing_module
from ragaudit_connectors.imap.names import encoded

ARRIVED = datetime(2026, 5, 2, 23, 30, tzinfo=UTC)


@pytest.fixture
def source(dovecot: Dovecot, monkeypatch: pytest.MonkeyPatch) -> SourceSettings:
    """Every mailbox that alice shares."""
    return settings(dovecot, monkeypatch)


def test_dates_and_sender_say_where_they_are_from(dovecot: Dovecot, source: SourceSettings) -> None:
    """The sender's date is not the server's, and a sender answers for nothing."""
    dovecot.append("HR", message("Grades", "Grade 3 earns more.", WRITTEN), ARRIVED)
    _, (ref,) = listed(ImapConnector(source))
    times, (owner,) = ref.facts.times, ref.facts.owners
    read = {name: (fact.value, fact.quality, fact.locator) for name, fact in times.items()}
    written = (WRITTEN.date(), Quality.AUTHORITATIVE, "mail header Date")
    assert {
        "created": written,
        "published": written,
        "content_modified": (WRITTEN.date(), Quality.DERIVED, "mail header Date"),
        "modified": (date(2026, 5, 2), Quality.AUTHORITATIVE, "INTERNALDATE"),
    } == read
    assert (OwnerRole.CREATOR, "alice@acme.example") == (owner.role, owner.principal)
    assert (Quality.PROXY, "mail header From") == (owner.fact.quality, owner.fact.locator)
    assert f"imap://127.0.0.1:{dovecot.port}/shared/alice/HR;UIDVALIDITY=" in str(
        ref.facts.deep_link
    )


@pytest.mark.parametrize(
    ("header", "state", "value"),
    [
        (b"Date: Tue, 30 Jun 2026 23:30:00 -0500\r\n", FactState.KNOWN, date(2026, 7, 1)),
        (b"Date: yesterday\r\n", FactState.ERROR, None),
        (b"Date: Thu, 99 Jun 2026 12:00:00 +0000\r\n", FactState.ERROR, None),
        (b"Date: \xff\xfe\r\n", FactState.ERROR, None),
        (b"", FactState.ABSENT, None),
    ],
)
def test_a_date_is_read_or_said_to_be_none(
    dovecot: Dovecot, source: SourceSettings, header: bytes, state: FactState, value: date | None
) -> None:
    """Never invented from the day of arrival, which is told apart."""
    dovecot.append("HR", header + b"Subject: Grades\r\n\r\nGrade 3 earns more.\r\n", ARRIVED)
    _, (ref,) = listed(ImapConnector(source))
    for clock in ("created", "content_modified"):
        fact = ref.facts.times[clock]
        assert (state, value) == (fact.state, fact.value)
    assert date(2026, 5, 2) == ref.facts.times["modified"].value


def test_headers_of_any_bytes_are_listed(dovecot: Dovecot, source: SourceSettings) -> None:
    """Encoded words are read, raw bytes are shown, and no header is an error."""
    encoded_word = b"Subject: =?utf-8?q?Entw=C3=BCrfe?=\r\nMessage-ID: <a@x>\r\n\r\nText.\r\n"
    raw_bytes = b"Subject: Gr\xfc\xdfe / \x07\r\nFrom: \xff\r\nMessage-ID: <b@x>\r\n\r\nText.\r\n"
    for data in (encoded_word, raw_bytes, b"\r\nNo header at all.\r\n"):
        dovecot.append("HR", data)
    _, refs = listed(ImapConnector(source))
    assert path_of("HR", "Entwürfe", "<a@x>") == refs[0].path
    assert refs[1].path.startswith(f"{SHARED}/HR/Gr")
    assert refs[2].path.startswith(f"{SHARED}/HR/no subject (")
    assert [(), ()] == [refs[0].facts.owners, refs[2].facts.owners]


def test_reading_leaves_no_trace(dovecot: Dovecot, source: SourceSettings) -> None:
    """A message that was audited is as unread as before."""
    uid = dovecot.append("HR", message("Grades", "Grade 3 earns more.", WRITTEN))
    connector = ImapConnector(source)
    _, (ref,) = listed(connector)
    assert b"Grade 3 earns more." in connector.fetch(ref).data
    with dovecot.session("auditor") as imap:
        imap.select(f"{SHARED}/HR", readonly=True)
        assert b"Seen" not in imap.uid("FETCH", str(uid), "(FLAGS)")[1][0]
    with dovecot.session("alice") as imap:
        imap.select("HR", readonly=True)
        assert b"Seen" not in imap.uid("FETCH", str(uid), "(FLAGS)")[1][0]


def test_only_shared_mailboxes_are_read_unless_named(
    dovecot: Dovecot, source: SourceSettings
) -> None:
    """An inbox is private; globs name what is meant, whatever is excluded by path is left out."""
    dovecot.append("INBOX", message("Private", "See you at eight.", WRITTEN), user="auditor")
    for mailbox in ("HR", "Policies"):
        dovecot.append(mailbox, message(mailbox, "Text.", WRITTEN))
    boxes = {
        (): ["shared/alice/HR", "shared/alice/Policies"],
        ("INBOX",): ["INBOX"],
        ("shared/*/Pol*", "INBOX"): ["INBOX", "shared/alice/Policies"],
    }
    for names, expected in boxes.items():
        _, refs = listed(ImapConnector(replace(source, options={"mailboxes": names})))
        assert expected == [ref.path.rpartition("/")[0] for ref in refs]
    _, refs = listed(ImapConnector(replace(source, exclude=("shared/alice/HR/**",))))
    assert ["shared/alice/Policies"] == [ref.path.rpartition("/")[0] for ref in refs]


def test_a_quiet_server_costs_two_questions_a_mailbox(
    dovecot: Dovecot, source: SourceSettings
) -> None:
    """Nothing is listed again, and no mailbox is opened."""
    for number in range(5):
        dovecot.append("HR", message(f"Note {number}", "Text.", WRITTEN))
    first, refs = listed(ImapConnector(source))
    second = ImapConnector(source)
    pages, again = listed(second, _next(first))
    assert (5, []) == (len(refs), again)
    assert 2 * 2 + 4 == second.requests()
    assert pages[-1].end is not None
    assert (False, first[-1].end) == (pages[-1].end.whole, replace(pages[-1].end, whole=True))


def test_changes_come_as_changes(dovecot: Dovecot, source: SourceSettings) -> None:
    """What came is listed, what went is gone, and what stayed is not mentioned."""
    uids = [dovecot.append("HR", message(f"Note {n}", "Text.", WRITTEN)) for n in range(4)]
    first, before = listed(ImapConnector(source))
    dovecot.expunge("HR", uids[1])
    dovecot.append("HR", message("Note 9", "Text.", WRITTEN))
    dovecot.delete("Policies")
    pages, after = listed(ImapConnector(source), _next(first))
    assert [path_of("HR", "Note 9", "<note-9@acme.example>")] == [ref.path for ref in after]
    assert (before[1].native_id,) == sum((page.gone for page in pages), ())


def test_a_mailbox_that_is_gone_takes_its_messages(
    dovecot: Dovecot, source: SourceSettings
) -> None:
    """Renamed, it is another one, with the same paths below it."""
    dovecot.append("HR", message("Grades", "Grade 3 earns more.", WRITTEN))
    first, before = listed(ImapConnector(source))
    dovecot.rename("HR", "People")
    # Dovecot shows a renamed mailbox to others only once its list has changed.
    dovecot.set_acl("People", "bob", READ)
    pages, after = listed(ImapConnector(source), _next(first))
    assert (before[0].native_id,) == sum((page.gone for page in pages), ())
    assert [before[0].path.replace("/HR/", "/People/")] == [ref.path for ref in after]


def test_a_new_access_list_lists_its_mailbox_again(
    dovecot: Dovecot, source: SourceSettings
) -> None:
    """Access changes without the text; the other mailbox stays quiet."""
    for mailbox in ("HR", "Policies"):
        dovecot.append(mailbox, message(mailbox, "Text.", WRITTEN))
    first, before = listed(ImapConnector(source))
    dovecot.set_acl("HR", "bob", READ)
    _, after = listed(ImapConnector(source), _next(first))
    assert [before[0].native_id] == [ref.native_id for ref in after]
    assert before[0].stamp == after[0].stamp
    assert before[0].access_stamp != after[0].access_stamp


def test_a_mailbox_numbered_anew_expires_the_cursor(
    dovecot: Dovecot, source: SourceSettings
) -> None:
    """Numbers of another mailbox of that name mean other messages."""
    dovecot.append("HR", message("Grades", "Grade 3 earns more.", WRITTEN))
    first, (ref,) = listed(ImapConnector(source))
    dovecot.delete("HR")
    dovecot.create("HR")
    dovecot.set_acl("HR", "auditor", "lra")
    with pytest.raises(CursorExpiredError):
        listed(ImapConnector(source), _next(first))
    _, again = listed(ImapConnector(source))
    assert ([], False) == (again, ref in again)


@pytest.mark.parametrize("cursor", ["", "{", "[1]", '[0,1,0,0,"",0,0,{}]', '[1,1,0,0,"",0,0,[]]'])
def test_a_cursor_of_another_version_expires(source: SourceSettings, cursor: str) -> None:
    """It is not guessed what it meant."""
    with pytest.raises(CursorExpiredError):
        listed(ImapConnector(source), cursor)


def test_a_pass_goes_on_in_the_middle_of_a_mailbox(
    dovecot: Dovecot, source: SourceSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After any page, in a pass over everything and in one over changes."""
    monkeypatch.setattr(listing_module, "PAGE", 2)
    dovecot.append("Policies", message("Leave", "28 days", WRITTEN))
    start, _ = listed(ImapConnector(source))
    for number in range(5):
        dovecot.append("HR", message(f"Note {number}", "Text.", WRITTEN))
    for cursor in (None, _next(start)):
        pages, refs = listed(ImapConnector(source), cursor)
        for cut in range(1, len(pages)):
            rest, more = listed(ImapConnector(source), pages[cut - 1].resume)
            done = [ref for page in pages[:cut] for ref in page.refs]
            assert refs == [*done, *more]
            assert pages[-1].end == rest[-1].end


def test_a_mailbox_that_is_refused_deletes_nothing(
    dovecot: Dovecot, source: SourceSettings
) -> None:
    """It is reported, the others are kept in step, and in the end everything is listed again."""
    dovecot.append("HR", message("Grades", "Grade 3 earns more.", WRITTEN))
    dovecot.append("Policies", message("Leave", "28 days", WRITTEN))
    dovecot.set_acl("HR", "auditor", "l")
    pages, refs = listed(ImapConnector(source))
    skips = [skip for page in pages for skip in page.skips]
    assert [("shared/alice/HR", SkipReason.FORBIDDEN)] == [(s.path, s.reason) for s in skips]
    assert ["shared/alice/Policies"] == [ref.path.rpartition("/")[0] for ref in refs]
    assert pages[-1].end is not None
    assert not pages[-1].end.whole
    dovecot.set_acl("HR", "auditor", "lra")
    pages, refs = listed(ImapConnector(source), _next(pages))
    assert ["shared/alice/HR"] == [ref.path.rpartition("/")[0] for ref in refs]
    assert _next(pages) is None


def test_names_that_are_no_ascii(dovecot: Dovecot, source: SourceSettings) -> None:
    """Are read as people write them, listed, fetched, and asked for as somebody else."""
    name = 'Entwürfe & "Pläne"'
    raw = encoded(name).decode("ascii")
    dovecot.create(raw)
    dovecot.set_acl(raw, "auditor", "lra")
    dovecot.set_acl(raw, "bob", READ)
    dovecot.append(raw, message("Leave", "28 days", WRITTEN))
    connector = ImapConnector(source)
    _, (ref,) = listed(connector)
    assert f"{SHARED}/{name}" == ref.path.rpartition("/")[0]
    assert b"28 days" in connector.fetch(ref).data
    answers = [_answer(connector, who, ref) for who in ("alice", "bob", "carol")]
    assert ["allow", "allow", "deny"] == answers


def _answer(connector: ImapConnector, who: str, ref: Ref) -> str:
    probe = connector.probe_as(who, ref)
    return probe.decision.value if probe else "not asked"


def _next(pages: list[RefPage]) -> str | None:
    end = pages[-1].end
    return end.next if end else None
