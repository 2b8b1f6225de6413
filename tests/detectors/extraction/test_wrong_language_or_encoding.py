"""EXT707."""

from __future__ import annotations

import pytest
from tests.detectors.corpora import corpus, page

from ragaudit.detectors.extraction.wrong_language_or_encoding import WrongLanguageOrEncoding
from ragaudit.model import Observation
from ragaudit.testing import MemoryCorpus, check_detector, compare, source
from ragaudit_connectors.parsing import parse

ENGLISH = (
    "The warehouse opens its gate when the driver shows the confirmation at the kiosk. If it is "
    "lost, the clerk can look it up by the plate of the lorry, and nobody has to wait for long. "
    "Carriers that come early park behind the gate until it is their turn, and those that come "
    "late lose the dock to the next one in the list that the clerk keeps for the shift.\n"
)
GERMAN = (
    "Das Lager öffnet das Tor, wenn der Fahrer die Bestätigung am Terminal zeigt. Ist sie nicht "
    "mehr zu finden, so sucht die Kollegin sie mit dem Kennzeichen des Lastwagens, und niemand "
    "muss lange warten. Spediteure, die zu früh kommen, parken hinter dem Tor, bis sie dran "
    "sind, und wer zu spät kommt, verliert die Rampe an den nächsten auf der Liste der Schicht.\n"
)
FRENCH = (
    "L’entrepôt ouvre la barrière quand le chauffeur montre sa confirmation à la borne. Si elle "
    "est perdue, l’employé la retrouve avec la plaque du camion, et personne ne doit attendre. "
    "Les transporteurs qui arrivent trop tôt se garent derrière la barrière jusqu’à leur tour, et "
    "ceux qui arrivent en retard perdent leur quai au profit du suivant sur la liste.\n"
)


def found(made: MemoryCorpus) -> list[Observation]:
    """What the rule says."""
    return compare(WrongLanguageOrEncoding(), made)


def claimed(language: str, text: str, key: str = "lang") -> MemoryCorpus:
    """One page that declares a language."""
    return corpus({"page.md": f"---\ntitle: Gate\n{key}: {language}\n---\n\n# Gate\n\n{text}"})


def listed(languages: tuple[str, ...], **texts: str) -> MemoryCorpus:
    """Pages of a source with a list of languages."""
    pages = {f"{name}.md": f"# Gate\n\n{text}" for name, text in texts.items()}
    return corpus(pages, sources={"docs": source(languages=languages)})


def test_it_is_a_detector() -> None:
    """The rule explains itself and its kind is clear."""
    check_detector(WrongLanguageOrEncoding())


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        ("de", ENGLISH, "English"),
        ("en-GB", GERMAN, "German"),
        ("English", FRENCH, "French"),
        ("Deutsch", FRENCH, "French"),
    ],
)
def test_a_declared_language_the_text_is_not_in(language: str, text: str, name: str) -> None:
    """Codes, regions and names are understood."""
    (seen,) = found(claimed(language, text))
    assert (3, f"lang: {language}") == (seen.line, seen.quote)
    assert f"The document declares `lang: {language}`, and its text is in {name}." == seen.message


def test_html_declares_a_language_too() -> None:
    """`<html lang>`, as templates write it."""
    html = f"<!DOCTYPE html>\n<html lang='en'><head><title>Tor</title></head><p>{GERMAN}</p></html>"
    (seen,) = found(MemoryCorpus.of({"tor.html": parse(html.encode(), "tor.html", "html")}))
    assert (2, "lang: en") == (seen.line, seen.quote)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", ENGLISH),
        ("de-AT", GERMAN),
        ("fr", FRENCH),
        ("en", GERMAN[:120]),
        ("en", ENGLISH + GERMAN),
        ("cs", ENGLISH),
        ("python", GERMAN),
        ("en", f"```\n{GERMAN}\n```\n"),
        ("en", "kubectl get pods -n kube-system; helm upgrade --install gate ./chart\n" * 12),
    ],
)
def test_declarations_that_hold_or_settle_nothing(language: str, text: str) -> None:
    """Right ones, short and mixed texts, programming languages, code."""
    assert [] == found(claimed(language, text))


def test_nothing_is_declared() -> None:
    """Any language will do."""
    assert [] == found(corpus({"a.md": f"# Tor\n\n{GERMAN}", "b.md": f"# Gate\n\n{ENGLISH}"}))


def test_a_language_outside_the_source_s_list() -> None:
    """Each in a sentence of its own."""
    (seen,) = found(listed(("en", "de"), a=ENGLISH, b=GERMAN, c=FRENCH))
    assert "docs:c.md" == seen.document
    assert (
        "The text is in French; documents of this source are to be in English or German."
        == seen.message
    )


def test_languages_on_the_list() -> None:
    """Short texts are not judged."""
    assert [] == found(listed(("en",), a=ENGLISH, b="Das ist kurz.", c=""))


def test_many_documents_of_one_template_are_one_finding() -> None:
    """The template's `lang` is the fault."""
    pages = {f"p{n:02}.md": f"---\nlang: en\n---\n\n# Tor {n}\n\n{GERMAN}" for n in range(12)}
    (seen,) = found(corpus(pages))
    assert ("docs:p00.md", 10) == (seen.document, len(seen.related))
    assert (
        "12 documents declare English (here `lang: en`), and their text is in German; the first 10 "
        "others are listed." == seen.message
    )


def html_page(charset: str, encoding: str, text: str = "Tür auf") -> MemoryCorpus:
    """A page that says one encoding and is written in another."""
    html = f"<html><head>\n<meta charset='{charset}'><title>Tor</title></head><p>{text}</p></html>"
    content = parse(html.encode(encoding), "tor.html", "html")
    return MemoryCorpus.of({"tor.html": content})


@pytest.mark.parametrize(("charset", "encoding"), [("iso-8859-1", "utf-8"), ("shift_jis", "utf-8")])
def test_bytes_in_another_encoding_than_declared(charset: str, encoding: str) -> None:
    """Whoever believes the page reads rubbish."""
    (seen,) = found(html_page(charset, encoding))
    assert 2 == seen.line
    assert f"The page declares the encoding {charset}, and its bytes are {encoding}." == (
        seen.message
    )


@pytest.mark.parametrize(
    ("charset", "encoding", "text"),
    [
        ("utf-8", "utf-8", "Tür"),
        ("iso-8859-1", "cp1252", "Tür – auf"),
        ("iso-8859-1", "utf-8", "plain"),
        ("no-such-charset", "utf-8", "Tür"),
    ],
)
def test_encodings_that_are_as_declared(charset: str, encoding: str, text: str) -> None:
    """The same, as good as the same, or nothing to tell them by."""
    assert [] == found(html_page(charset, encoding, text))


def test_data_files_have_no_running_text() -> None:
    """Rows are not read as prose."""
    table = page("| a |\n|---|\n" + f"| {GERMAN.strip()} |\n" * 4)
    assert [] == found(
        MemoryCorpus.of({"a.md": table}, sources={"docs": source(languages=("en",))})
    )
