"""The product decides what the authors of OpenFGA's sample stores say."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
import yaml
from tests.conftest import ROOT
from tests.model.access.openfga.clauses import InexpressibleError
from tests.model.access.openfga.stores import Assertion, assertions
from tests.model.access.openfga.translate import question

from ragaudit.model import Decision

pytestmark = pytest.mark.shared
LISTED = Path(__file__).with_name("not_expressible.yaml")
REASONS: dict[str, str] = yaml.safe_load(LISTED.read_text(encoding="utf-8"))
# The cases are needed before any fixture is; without the folder the fixture says so.
CASES = tuple(assertions(ROOT.parent / "shared" / "data" / "acl" / "openfga"))
DECISIONS = {True: Decision.ALLOW, False: Decision.DENY}


def _asked(case: Assertion) -> tuple[Decision, str]:
    """The decision, and why it is not one."""
    try:
        asked = question(case.model, case.tuples, (case.user, case.relation, case.object))
    except InexpressibleError as reason:
        return Decision.UNKNOWN, str(reason)
    found = asked.policy.decide(asked.reader, asked.directory).decision
    if found is Decision.UNKNOWN and asked.conditions:
        return found, f"depends on {', '.join(asked.conditions)}"
    return found, ""


@pytest.mark.parametrize("case", [c for c in CASES if c.id not in REASONS], ids=lambda c: c.id)
def test_assertion(shared_data: Path, case: Assertion) -> None:
    """Allowed or denied, as its author says; never unknown."""
    assert (DECISIONS[case.expected], "") == _asked(case)


def test_what_cannot_be_expressed_is_listed(shared_data: Path) -> None:
    """Exactly that, with its reason."""
    found = {case.id: reason for case in CASES if (reason := _asked(case)[1])}

    assert REASONS == found


def test_no_assertion_is_lost(shared_data: Path) -> None:
    """As many as the stores have, each under a name of its own."""
    kinds = Counter(case.id.split("[")[1].split(".")[1] for case in CASES)

    assert {"check": 327, "objects": 43, "users": 59} == kinds
    assert len(CASES) == len({case.id for case in CASES})
