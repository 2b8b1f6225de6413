"""CNF305: one term, two meanings."""

from __future__ import annotations

import pytest
from tests.detectors.corpora import corpus, seen

from ragaudit.detectors.conflict.definition_conflict import DefinitionConflict
from ragaudit.testing import compare

ORDERS = "somebody who has ordered in the last twelve months"
CONTRACT = "an account with a signed contract and a named contact"


def pair(left: str, right: str, names: tuple[str, str] = ("glossary.md", "report.md")) -> list[str]:
    """The paths the rule reports for two pages."""
    made = corpus({names[0]: left, names[1]: right})
    return [path for path, _ in seen(DefinitionConflict(), made)]


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (
            f"# Glossary\n\n- Active customer: {ORDERS}\n",
            f"# Report\n\nAn active customer means {CONTRACT}.\n",
        ),
        (
            "# Words\n\n## Definitions\n\n| Term | Definition |\n|---|---|\n"
            "| Gross weight | the load with its pallet and packaging |\n",
            "# Lorries\n\n“Gross weight” is defined as the lorry including driver and fuel.\n",
        ),
        (
            "# Glossary\n\nAn incident is an outage that customers notice.\n",
            "# Desk\n\nThe term incident refers to any ticket that the service desk registers.\n",
        ),
        (
            f"# Words\n\n## Terminology\n\nActive customers are defined as {ORDERS}.\n",
            f"# Report\n\nAn active customer means {CONTRACT}.\n",
        ),
    ],
)
def test_unlike_definitions(left: str, right: str) -> None:
    """In lists, tables and sentences; plural or not."""
    assert ["report.md"] == pair(left, right)


def test_what_is_said() -> None:
    """The finding stands outside the glossary, and quotes both."""
    made = corpus(
        {
            "glossary.md": f"# Glossary\n\n- Active customer: {ORDERS}\n",
            "report.md": f"# Report\n\nAn active customer means {CONTRACT}.\n",
        }
    )
    (found,) = compare(DefinitionConflict(), made)
    assert (
        "“active customer” is defined here in another way than in `glossary.md`, line 3. Nothing "
        "tells which definition holds."
    ) == found.message
    assert [("docs:glossary.md", 3, ORDERS)] == [
        (r.document, r.line, r.quote) for r in found.related
    ]


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (
            "# Glossary\n\n- Incident: an outage that customers notice\n",
            "# Desk\n\nIncident refers to a failure of service that is visible to customers.\n",
        ),
        (
            f"# Glossary\n\n- Active customer: {ORDERS}\n",
            f"# Report\n\nIn this report an active customer means {CONTRACT}.\n",
        ),
        (
            f"# Glossary\n\n- Active customer: {ORDERS}\n",
            f"# Report\n\nActive customer means, for the purposes of billing, {CONTRACT}.\n",
        ),
        (
            "# Visitors\n\nThe flat is a place for guests of the company.\n",
            "# House\n\nThe flat is an old building with a garden behind it.\n",
        ),
        (
            "# Glossary\n\n- Active customer: see Customer\n",
            f"# Report\n\nAn active customer means {CONTRACT}.\n",
        ),
        (
            "# Why\n\nThis means more work for everybody who orders late.\n",
            "# How\n\nThis means an account with a signed contract.\n",
        ),
    ],
)
def test_look_alikes(left: str, right: str) -> None:
    """Other words for one thing, a scope, a description, a reference, a pronoun."""
    assert [] == pair(left, right)


def test_departments_have_their_own_words() -> None:
    """A folder beside a folder; a page above both speaks to all."""
    left = f"# Glossary\n\n- Active customer: {ORDERS}\n"
    right = f"# Report\n\nAn active customer means {CONTRACT}.\n"
    assert [] == pair(left, right, ("sales/glossary.md", "finance/report.md"))
    assert ["finance/report.md"] == pair(left, right, ("glossary.md", "finance/report.md"))


def test_versions_of_a_page() -> None:
    """A term may have changed its meaning from one version to the next."""
    left = f"# Glossary\n\n- Active customer: {ORDERS}\n"
    right = f"# Glossary\n\n- Active customer: {CONTRACT}\n"
    assert [] == pair(left, right, ("v1/glossary.md", "v2/glossary.md"))


def test_off_by_default() -> None:
    """It does not reach the precision the others do."""
    assert DefinitionConflict.rule.enabled is False
