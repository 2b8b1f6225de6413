"""Documents that are not in the index."""

from __future__ import annotations

from tests.probes.generate.making import BADGES, HR, LEAVE, TEXTS, generated, gold, material

from ragaudit._measure.generating import Asked
from ragaudit._measure.generating.telling import comment
from ragaudit.contracts.generating import held_out
from ragaudit.model import Category
from ragaudit.text import matches
from ragaudit_probes.generate.faq import FaqGenerator
from ragaudit_probes.generate.heading import HeadingGenerator
from ragaudit_probes.generate.held_out import HeldOutGenerator
from ragaudit_probes.generate.link_anchor import LinkAnchorGenerator
from ragaudit_probes.generate.sentence import SentenceGenerator
from ragaudit_probes.generate.title import TitleGenerator

MANY = {
    **TEXTS,
    "kiosk.md": "# Cleaning a kiosk\n\nWipe the screen.\n\nUse a dry cloth.\n\nNo spirit.",
    "paper.md": "# Ordering paper rolls\n\nRolls come in boxes.\n\nTwelve a box.\n\nAsk Dilys.",
}
REST = (
    FaqGenerator(),
    HeadingGenerator(),
    LinkAnchorGenerator(),
    SentenceGenerator(),
    TitleGenerator(),
)


def test_nothing_else_asks_for_them() -> None:
    """Neither as gold nor by a link to them."""
    result = generated(material(MANY), HeldOutGenerator(), *REST, hold_out=1)
    (out,) = result.held_out
    asked = [p for p in result.probes.probes if p.provenance.by != "held_out"]

    assert asked
    assert not [p for p in asked if out in gold(p) or p.provenance.origin.startswith(out)]


def test_the_right_answer_is_nothing() -> None:
    """The probe names the document, so that anybody can tell which index it is right for."""
    result = generated(material(MANY), HeldOutGenerator(), hold_out=1)
    (probe,) = result.probes.probes

    assert (Category.MISSING, True, ()) == (probe.category, probe.expect.unanswerable, probe.gold)
    assert result.held_out == held_out(result.probes.probes)


def test_none_unless_asked_for() -> None:
    """With an ordinary index such a probe is wrong."""
    result = generated(material(MANY), HeldOutGenerator(), *REST)

    assert ((), 0) == (result.held_out, result.tallies[0].kept)


def test_what_cannot_be_held_out() -> None:
    """Copies, what somebody may not read, and more than a fifth of a source."""
    copies = {f"{n}.md": LEAVE for n in range(6)}
    secret = material(
        {f"{n}.md": BADGES + f"{n}" * 9 for n in range(6)}, {f"{n}.md": HR for n in range(6)}
    )

    assert () == generated(material(copies), HeldOutGenerator(), hold_out=3).held_out
    assert () == generated(secret, HeldOutGenerator(), hold_out=3).held_out
    assert 1 == len(generated(material(MANY), HeldOutGenerator(), hold_out=5).held_out)


def test_the_file_says_how_to_build_the_index() -> None:
    """With globs that match these documents and no others."""
    odd = {**MANY, "odd [1]*?.md": MANY["kiosk.md"].replace("kiosk", "bot")}
    result = generated(material(odd), HeldOutGenerator(), hold_out=1)
    lines = comment(result, Asked()).splitlines()

    assert "  - id: docs" == lines[-2]
    glob = lines[-1].partition('["')[2].rpartition('"]')[0]
    assert [result.held_out[0]] == [f"docs:{path}" for path in odd if matches(glob, path)]


def test_what_others_answer_too_is_not_asked() -> None:
    """The words of the query stand in another document of the index."""
    texts = {
        f"{n}.md": f"# Round {n}\n\nThe same words.\n\nAgain the same.\n\nOnce more."
        for n in "abcdef"
    }
    result = generated(material(texts), HeldOutGenerator(), hold_out=1)

    assert (0, 0) == (len(result.probes.probes), result.tallies[0].kept)
