"""Documents a set names, found in the catalogue."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.measure.probe_set.sets import a_set, probe

from ragaudit._measure.probe_set.names import Names
from ragaudit._measure.probe_set.resolving import Resolution, Unread, resolve
from ragaudit.model import Document, Expectation, GoldGroup, GoldItem, Probe
from ragaudit.testing.builders import document, owner


def made(source: str, path: str, native: str = "", **changes: object) -> Document:
    found = replace(document(path), source_id=source, native_id=native or path)
    return replace(found, **changes)  # type: ignore[arg-type]


CATALOGUE = {
    d.id: d
    for d in (
        made("docs", "a.md", owners=(owner("ann"),)),
        made("docs", "old/faq.md"),
        made("wiki", "a.md"),
        made("wiki", "hr/pay", "17"),
        made("wiki", "caf\u00e9.md"),
    )
}


def codes(found: Resolution) -> list[str]:
    return [problem.code for problem in found.problems]


def with_gold(*items: GoldItem, source: str | None = None) -> Probe:
    return Probe("p", "q", gold=(GoldGroup(items),), source=source)


@pytest.mark.parametrize(
    ("name", "source", "found"),
    [
        ("docs:a.md", None, ("docs:a.md",)),
        ("a.md", None, ("docs:a.md", "wiki:a.md")),
        ("a.md", "wiki", ("wiki:a.md",)),
        ("a.md", "other", ("docs:a.md", "wiki:a.md")),
        ("./old/faq.md", None, ("docs:old/faq.md",)),
        ("wiki:hr/pay", None, ("wiki:17",)),
        ("hr/pay", None, ("wiki:17",)),
        ("17", None, ("wiki:17",)),
        ("cafe\u0301.md", None, ("wiki:caf\u00e9.md",)),
        ("A.md", None, ()),
        ("", None, ()),
    ],
)
def test_names(name: str, source: str | None, found: tuple[str, ...]) -> None:
    """An id, `source:path`, a path, or the system's own id; other case is another document."""
    assert found == Names(CATALOGUE).find(name, source)


def test_gold_in_catalogue_ids() -> None:
    """The best grade of a document counts; a group that is gone is empty."""
    items = GoldItem("docs:a.md", grade=1), GoldItem("docs:a.md", grade=3), GoldItem("hr/pay")
    gone = GoldGroup((GoldItem("x.md"),))
    asked = Probe("p", "q", gold=(GoldGroup(items), gone))

    found = resolve(a_set(asked), CATALOGUE)

    assert {"p": ({"docs:a.md": 3, "wiki:17": 1}, {})} == found.gold
    assert ("docs:a.md", "wiki:17") == found.found("p")
    assert ["gold-gone"] == codes(found)


def test_the_set_speaks_in_ids_too() -> None:
    """Gold, intents and what it is preferred over; what is not found stays as written."""
    expect = Expectation(prefer_over=("old/faq.md", "x.md"), intents=(GoldGroup((_item(),)),))

    found = resolve(a_set(probe(gold=("hr/pay",), expect=expect)), CATALOGUE)

    (one,) = found.probes.probes
    assert "wiki:17" == one.gold[0].any[0].document
    assert ("docs:old/faq.md", "x.md") == one.expect.prefer_over
    assert "docs:old/faq.md" == one.expect.intents[0].any[0].document


def _item() -> GoldItem:
    return GoldItem("old/faq.md")


def test_source_and_owner_come_from_the_gold() -> None:
    """Where they are not given, and there is one."""
    of_one = with_gold(GoldItem("docs:a.md"), GoldItem("docs:old/faq.md"))
    given = with_gold(GoldItem("docs:a.md"), source="other")
    of_two = with_gold(GoldItem("docs:a.md"), GoldItem("wiki:a.md"))
    probes = a_set(of_one, replace(given, id="g"), replace(of_two, id="t"))

    found = resolve(probes, CATALOGUE).probes.probes

    assert [("docs", "ann"), ("other", "ann"), (None, "ann")] == [
        (one.source, one.owner) for one in found
    ]


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("faq.md", "“faq.md” is not in the corpus; is it “docs:old/faq.md”?"),
        ("docs:b.md", "“docs:b.md” is not in the corpus; is it “docs:a.md”?"),
        ("something/else.txt", "“something/else.txt” is not in the corpus"),
        ("a.md", "“a.md” may be any of 2: docs:a.md, wiki:a.md"),
        ("\x1b[2J", "“\\x1b[2J” is not in the corpus"),
    ],
)
def test_what_is_told(name: str, told: str) -> None:
    """A moved file is found by its name; what would act on a terminal is spelt out."""
    (problem,) = resolve(a_set(with_gold(GoldItem(name))), CATALOGUE).problems

    assert (told, "p") == (problem.message, problem.probe)


@pytest.mark.parametrize(
    ("name", "source", "code"),
    [
        ("wiki:x.md", None, "gold-unread"),
        ("docs:x.md", None, "gold-gone"),
        ("x.md", None, "gold-unread"),
        ("x.md", "docs", "gold-gone"),
        ("https://acme.example/x", None, "gold-unread"),
        ("docs:broken.pdf", None, "gold-unread"),
        ("broken.pdf", "docs", "gold-unread"),
    ],
)
def test_what_was_not_read_is_not_gone(name: str, source: str | None, code: str) -> None:
    """A source that failed may well hold it."""
    unread = Unread(frozenset({"wiki"}), frozenset({"docs:broken.pdf"}))

    found = resolve(a_set(with_gold(GoldItem(name), source=source)), CATALOGUE, None, unread)

    assert [code] == codes(found)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Items may be returned within 30\n days.", []),
        ("WITHIN 30 DAYS", []),
        ("within 14 days", ["span-gone"]),
        ("", ["span-gone"]),
        (None, ["span-unchecked"]),
    ],
)
def test_quoted_words(text: str | None, expected: list[str]) -> None:
    """Case and line breaks do not matter; a text that cannot be had says nothing."""
    probes = a_set(with_gold(GoldItem("docs:a.md", "within 30 days")))

    assert expected == codes(resolve(probes, CATALOGUE, lambda name: text))


def test_a_text_is_read_once() -> None:
    """However many probes quote it."""
    asked: list[str] = []
    probes = [replace(with_gold(GoldItem("docs:a.md", "x")), id=str(i)) for i in range(5)]

    def text(name: str) -> str:
        asked.append(name)
        return "x"

    resolve(a_set(*probes), CATALOGUE, text)

    assert ["docs:a.md"] == asked
