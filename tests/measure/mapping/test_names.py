"""The document of a result by what the retriever calls it."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.measure.mapping.helpers import document

from ragaudit._measure.mapping import Mapped, Mapper
from ragaudit._measure.mapping.names import address_of, tails
from ragaudit.model import Hit

RETURNS = document("policies/returns.md", link="https://kb.example.com/policies/returns/")
FAQ = document("faq.md")
WIKI = document("wiki/start.txt", "wiki", native="start", link="https://wiki.example.com/?id=start")
ROW = document("42.txt", "crm", native="42")
MAPPER = Mapper.of([RETURNS, FAQ, WIKI, ROW])

PART = st.text(st.characters(codec="utf-8", exclude_characters="/\\#:?%"), min_size=1, max_size=8)
PATH = st.lists(PART, min_size=1, max_size=5).map("/".join)


@pytest.mark.parametrize(
    "name",
    [
        "docs:policies/returns.md",
        "policies/returns.md",
        "./policies/returns.md",
        "/srv/kb/policies/returns.md",
        "C:\\kb\\policies\\returns.md",
        "file:///srv/kb/policies/returns.md",
        "s3://bucket/kb/policies/returns.md",
        "returns.md",
        "policies/returns.md#window",
        "docs:policies/returns.md::chunk-4",
        "https://kb.example.com/policies/returns",
        "HTTP://KB.example.com:80/policies/returns/#window",
        "https://kb.example.com/policies%2Freturns/",
        "https://files.example.com/kb/policies/returns.md?download=1",
    ],
)
def test_spellings_of_a_document(name: str) -> None:
    """Whichever field it stands in."""
    expected = Mapped((RETURNS.id,))
    assert expected == MAPPER.documents([Hit("c1", document=name)])
    assert expected == MAPPER.documents([Hit(name)])
    for field in ("source", "file_path", "url", "ref_doc_id", "file_name"):
        assert expected == MAPPER.documents([Hit("c1", metadata={field: name})])


def test_a_source_and_a_path_in_two_fields() -> None:
    """Together they are the catalogue's own name, and beat one of several sources."""
    other = document("policies/returns.md", "old")
    mapper = Mapper.of([RETURNS, other])
    told = {"source": "old", "path": "policies/returns.md"}
    assert Mapped((other.id,)) == mapper.documents([Hit("c1", metadata=told)])
    twice = mapper.documents([Hit("c1", document="policies/returns.md")])
    assert Mapped((), 1, ((RETURNS.id, other.id),)) == twice


def test_native_ids() -> None:
    """Of systems whose documents have no path."""
    assert Mapped((ROW.id, WIKI.id)) == MAPPER.documents([Hit("42"), Hit("c", document="start")])


def test_what_is_no_document() -> None:
    """Is counted, and nothing is guessed."""
    hits = [Hit("c1"), Hit("c2", document="gone.md"), Hit(""), Hit("x", document="https://[bad")]
    assert Mapped((), 4) == MAPPER.documents(hits)


def test_a_shared_end_of_a_path_means_neither() -> None:
    """Unless more of the path is given."""
    one, two = document("hr/README.md"), document("it/README.md")
    mapper = Mapper.of([one, two])
    assert Mapped((), 1, ((one.id, two.id),)) == mapper.documents([Hit("c", document="README.md")])
    assert Mapped((two.id,)) == mapper.documents([Hit("c", document="/kb/it/README.md")])


def test_names_that_very_many_documents_have() -> None:
    """Tell nothing."""
    mapper = Mapper.of(document(f"{number}/README.md") for number in range(60))
    assert Mapped((), 1) == mapper.documents([Hit("c", document="README.md")])


def test_a_certain_name_beats_a_short_one() -> None:
    """A chunk's number is not the row of a table."""
    hit = Hit("42", document="/srv/kb/policies/returns.md")
    assert Mapped((RETURNS.id,)) == MAPPER.documents([hit])


def test_chunks_collapse_and_the_first_counts() -> None:
    """Duplicates cannot occur afterwards."""
    names = ["faq.md", "policies/returns.md", "faq.md", "gone", "policies/returns.md"]
    found = MAPPER.documents([Hit(f"c{n}", document=name) for n, name in enumerate(names)])
    assert Mapped((FAQ.id, RETURNS.id), 1) == found


def test_copies_are_accepted_on_request() -> None:
    """Then every one of them was shown."""
    one, two = document("a.md", "x"), document("a.md", "y")
    found = Mapper.of([two, one]).documents([Hit("c", document="a.md")], copies=True)
    assert Mapped((one.id, two.id), 0, ((one.id, two.id),)) == found


@given(st.lists(PATH, min_size=1, max_size=8, unique_by=lambda p: unicodedata.normalize("NFC", p)))
def test_every_document_is_found_by_its_id(paths: list[str]) -> None:
    """Whatever it is called, also in decomposed letters."""
    documents = [document(path) for path in paths]
    mapper = Mapper.of(documents)
    for one in documents:
        for name in (one.id, unicodedata.normalize("NFD", one.id)):
            found = mapper.documents([Hit(name)])
            assert (one.id,) == found.documents or one.id in found.ambiguous[0]


@given(st.lists(st.tuples(PATH, PATH), max_size=20), st.lists(PATH, max_size=10))
def test_every_result_is_counted_once(names: list[tuple[str, str]], paths: list[str]) -> None:
    """Documents are of the catalogue, distinct, and no more than results."""
    mapper = Mapper.of(document(path) for path in paths)
    hits = [Hit(identity, document=name) for identity, name in names]
    found = mapper.documents(hits)
    alone = [mapper.candidates(hit) for hit in hits]
    known = {f"docs:{path}" for path in paths}
    assert len(set(found.documents)) == len(found.documents)
    assert known >= set(found.documents)
    assert found.unmapped == sum(len(ids) != 1 for ids in alone)
    first = dict.fromkeys(one for ids in alone if len(ids) == 1 for one in ids)
    assert tuple(first) == found.documents


@given(st.text(max_size=60))
def test_any_name_can_be_looked_up(name: str) -> None:
    """Half characters, schemes, ports that are none."""
    hit = Hit(name, document=name, metadata={"url": f"http://{name}", "source": name})
    assert 1 == len(MAPPER.documents([hit]).documents) + MAPPER.documents([hit]).unmapped
    assert "" == address_of(f"ftp://{name}")


def test_the_ends_of_a_path() -> None:
    """Longest first."""
    assert ["a/b/c", "b/c", "c"] == list(tails("a/b/c"))
