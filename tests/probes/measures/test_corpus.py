from __future__ import annotations

from tests.probes.measures.runs import FAILED, outcome, probe, run, scored

from ragaudit.model import Role
from ragaudit_probes.generate.known_item_popular import PopularKnownItemGenerator
from ragaudit_probes.measures import Quality

QUALITY = Quality(resamples=100)
DOCUMENTS = ["wiki:a", "wiki:b", "hr:c", "hr:d"]


def test_findability_is_by_document() -> None:
    """The share of documents their own words find; by the document's source, once each."""
    asked = [
        outcome("ka", "ann", "wiki:a"),
        outcome("kb", "ann", "wiki:a hr:c wiki:b"),
        outcome("kc", "ann", status=FAILED),
        outcome("other", "ann", "hr:d"),
    ]
    gold = {f"k{d[-1]}": [{d: 1}] for d in DOCUMENTS[:3]} | {"other": [{"hr:d": 1}]}
    probes = [probe(name, "known_item") for name in ("ka", "kb", "kc")] + [probe("other")]
    found = scored(QUALITY.scores(run(asked, DOCUMENTS, {"ann": "aaaa"}, gold, probes)))
    first, third = (found[f"findability@{k} [known_item]"] for k in (1, 3))
    assert (0.5, 2, 1) == (first.value, first.n, first.undefined)
    assert (1.0, 2) == (third.value, third.n)


def test_findability_of_the_generators_there_are() -> None:
    """Each by itself, under the name `probes generate` gives it."""
    asked = [outcome("pa", "ann", "wiki:a"), outcome("ub", "ann", "wiki:a")]
    gold = {"pa": [{"wiki:a": 1}], "ub": [{"wiki:b": 1}]}
    probes = [probe("pa", PopularKnownItemGenerator.name), probe("ub", "known_item_uniform")]
    found = scored(QUALITY.scores(run(asked, DOCUMENTS, {"ann": "aaaa"}, gold, probes)))
    assert (1.0, 1) == (
        found["findability@1 [known_item_popular]"].value,
        found["findability@1 [known_item_popular]"].n,
    )
    assert 0.0 == found["findability@1 [known_item_uniform]"].value


def test_dark_documents_are_those_somebody_may_read() -> None:
    """What nobody asked may read cannot come back, and is not dark."""
    asked = [outcome("p", "ann", "wiki:a"), outcome("q", "bob", "wiki:a")]
    made = run(asked, DOCUMENTS, {"ann": "aadu", "bob": "adda"})
    found = scored(QUALITY.scores(made))["dark-document share"]
    assert (2 / 3, 3, 1, None) == (found.value, found.n, found.undefined, found.low)
    wiki = scored(QUALITY.scores(made), source="wiki")["dark-document share"]
    assert (0.5, 2) == (wiki.value, wiki.n)
    bob = scored(QUALITY.scores(made), principal="bob")["dark-document share"]
    assert (0.5, 2) == (bob.value, bob.n)


def test_an_oracle_lights_everything() -> None:
    """Somebody asked may read all, so all can be dark; results below k are."""
    asked = [outcome("p", "root", "wiki:a wiki:b hr:c hr:d", Role.ORACLE)]
    found = scored(QUALITY.scores(run(asked, DOCUMENTS, oracle="root")))["dark-document share"]
    assert (0.25, 4) == (found.value, found.n)


def test_nothing_answered_is_not_dark() -> None:
    """A target that was down says nothing about documents."""
    made = run([outcome("p", "ann", status=FAILED)], DOCUMENTS, {"ann": "aaaa"})
    found = scored(QUALITY.scores(made))["dark-document share"]
    assert (None, "nothing was answered") == (found.value, found.reason)


def test_nothing_known_to_be_readable() -> None:
    """Then nothing is known to be dark."""
    made = run([outcome("p", "ann", "wiki:a")], DOCUMENTS, {"ann": "uuuu"})
    found = scored(QUALITY.scores(made))["dark-document share"]
    assert (None, 4) == (found.value, found.undefined)
