"""Lines of an export become documents."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from tests.connectors.jsonl.conftest import FIELDS, Make, Write, page
from tests.connectors.records.helpers import described, refs, skips

from ragaudit.contracts import Deletes, Incremental, Support
from ragaudit.model import AccessState, Directory, Limits, SkipReason
from ragaudit_connectors.jsonl import JsonlConnector
from ragaudit_connectors.jsonl.reading import value_at

DEEP = {
    "id": "key", "path": "meta.path", "title": "title", "body": "text", "format": "type",
    "owner": "meta.owner.email", "reviewed": "dates.0", "allow": "acl.read", "link": "url",
}  # fmt: skip
RECORD = {
    "key": "acc-7", "title": "Acme", "text": "# Acme\n\nCalls on Mondays.", "type": "md",
    "meta": {"path": "accounts/acme", "owner": {"email": "ann@x.org"}},
    "dates": ["2026-03-01"], "acl": {"read": ["support", "user:bob"]}, "url": "https://x.org/7",
}  # fmt: skip


def test_a_line_is_a_document_with_facts(write: Write, make: Make) -> None:
    """Dotted paths lead into it; each fact names the field and the record."""
    write(RECORD)
    connector = make(fields=DEEP)
    ref = refs(connector)["acc-7"]
    document = described(connector, ref)
    reviewed = document.times.reviewed

    assert ("accounts/acme", "Acme", "markdown") == (
        document.path, document.title, document.content.format,
    )  # fmt: skip
    assert b"# Acme\n\nCalls on Mondays." == connector.fetch(ref).data
    assert (date(2026, 3, 1), "export.jsonl: dates.0, record acc-7") == (
        reviewed.value, reviewed.locator,
    )  # fmt: skip
    assert ["ann@x.org"] == [claim.principal for claim in document.accountable]
    assert "https://x.org/7" == document.deep_link


def test_who_may_read(write: Write, make: Make) -> None:
    """By the record's list; a field that is not there is not known, an empty list is nobody."""
    write(RECORD, {"key": 2, "text": "x"}, {"key": 3, "text": "x", "acl": {"read": []}})
    hour = datetime(2026, 11, 1, 12, tzinfo=UTC)
    connector = JsonlConnector(make(fields=DEEP).settings, clock=lambda: hour)
    found = {
        ref.native_id: policy
        for ref, policy in connector.fetch_access(list(refs(connector).values()))
    }

    assert ["support", "bob"] == [p.name for p in found["acc-7"].principals]
    assert [AccessState.KNOWN, AccessState.UNKNOWN, AccessState.KNOWN] == [
        policy.state for policy in found.values()
    ]
    assert [False, True] == [found[row].digest is None for row in ("3", "2")]
    assert hour == found["acc-7"].observed_at


@pytest.mark.parametrize(
    ("path", "value"),
    [("a", 1), ("b.c", 2), ("b.d.1", "y"), ("b.d.9", None), ("b.d.x", None), ("a.b", None),
     ("e.f", 3), ("b.g.h", 4), ("none", None), ("b.", None), ("b.d.-1", None)],
)  # fmt: skip
def test_dotted_paths(path: str, value: object) -> None:
    """Keys, places in lists, and keys that have dots themselves."""
    record = {"a": 1, "b": {"c": 2, "d": ["x", "y"], "g.h": 4}, "e.f": 3, "e": {"f": 0}}

    assert value == value_at(record, path)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("{", "is no JSON"),
        ('{"id": 1} trailing', "is no JSON"),
        ("[1]", "is no JSON object"),
        ("null", "is no JSON object"),
        ('{"body": "x"}', "has no `id`"),
        ('{"id": null}', "has no `id`"),
        ('{"id": "  "}', "has no `id`"),
        ('{"id": 1.5}', "has a `id` that is neither text nor a whole number"),
        ('{"id": true}', "has a `id` that is neither text nor a whole number"),
        ('{"id": ["a"]}', "has a `id` that is neither text nor a whole number"),
        (r'{"id": "\ud800"}', "has a `id` with half a character"),
        ('{"id": 1, "id": 2}', "has a key twice"),
        ('{"id": 1, "a": {"b": 1, "b": 2}}', "has a key twice"),
        ('{"id": NaN}', "holds NaN, which is no JSON"),
        (b'{"id": 1, "title": "\xff"}', "is not UTF-8"),
        ('{"id": ' + "[" * 100_000, "is nested too deeply"),
        ('{"id": ' + "9" * 5000 + "}", "is no JSON"),
        ('{"id": 2}', "has the same id as line 1, which counts"),
    ],
)
def test_a_broken_line_is_a_skip_with_its_number(
    line: str | bytes, told: str, write: Write, make: Make
) -> None:
    """The lines around it are read."""
    write(page(2), line, page(3))

    assert ["2", "3"] == list(refs(make()))
    assert [("export.jsonl:2", SkipReason.CORRUPT, f"line 2 {told}")] == [
        (skip.path, skip.reason, skip.detail) for skip in skips(make())
    ]


def test_skips_repeat_nothing_of_a_line(write: Write, make: Make) -> None:
    """It may be anybody's secret."""
    write('{"id": 1, "title": "Nightingale", oops}')

    assert "Nightingale" not in str(skips(make()))


def test_lines_that_are_cut_off(write: Write, make: Make) -> None:
    """A last line without its end is read if it is whole, and skipped if it is half."""
    write(page(1), page(2), end=b"")
    assert ["line 1 is no JSON"] == [skip.detail for skip in skips(make())]
    file = write(page(1), page(2))
    file.write_bytes(file.read_bytes()[:-1])
    assert ["1", "2"] == list(refs(make()))
    file.write_bytes(file.read_bytes()[:-5])
    assert ["line 2 is no JSON"] == [skip.detail for skip in skips(make())]


def test_a_mark_at_the_beginning_and_windows_line_ends(write: Write, make: Make) -> None:
    """Programs of Windows write both; blank lines are nothing."""
    write(b"\xef\xbb\xbf" + b'{"id": 1, "body": "a"}', "", " ", page(2), end=b"\r\n")
    connector = make()
    found = refs(connector)

    assert [b"a", b"Text 2."] == [connector.fetch(ref).data for ref in found.values()]
    assert [] == skips(connector)


def test_a_line_that_is_too_long_is_passed_over(write: Write, make: Make) -> None:
    """It is never held in memory; the next line is read."""
    write(page(1), page(2, body="x" * 5_000_000), page(3))
    connector = make(settings={"limits": Limits(max_bytes=200)})

    assert ["1", "3"] == list(refs(connector))
    assert [("export.jsonl:2", SkipReason.TOO_LARGE)] == [
        (skip.path, skip.reason) for skip in skips(connector)
    ]


def test_a_body_that_is_no_text(write: Write, make: Make) -> None:
    """A list of parts is not joined in some order of our own."""
    from ragaudit.errors import SkipError

    write(page(1, body=["a", "b"]), page(2, body=None))
    connector = make()
    found = refs(connector)

    with pytest.raises(SkipError, match="its body is no text"):
        connector.fetch(found["1"])
    assert b"" == connector.fetch(found["2"]).data


def test_globs_choose_lines(write: Write, make: Make) -> None:
    """`include` and `exclude` are about paths."""
    write(page(1, title="hr/a"), page(2, title="it/a"))
    settings = {"include": ("hr/**",)}

    assert ["1"] == list(refs(make(fields={**FIELDS, "path": "title"}, settings=settings)))


def test_capabilities(make: Make) -> None:
    """They follow from what is mapped; an export knows no people and answers nobody."""
    told = make(fields=DEEP).capabilities()

    assert (Support.NATIVE, Support.NATIVE, Support.NATIVE, Support.NONE) == (
        told.owner, told.review, told.access, told.groups,
    )  # fmt: skip
    assert (Incremental.VERSION, Deletes.SNAPSHOT, False) == (
        told.incremental, told.deletes, told.impersonate,
    )  # fmt: skip
    assert Support.NONE is make().capabilities().access
    assert Directory() == make().identities()
