"""What a set of some size can show, and recall by owner, in every report."""

from __future__ import annotations

import json
from dataclasses import replace
from importlib.resources import files

import jsonschema
import pytest

from ragaudit.contracts import ReportOptions
from ragaudit.model import Audit, Probing, Score
from ragaudit_reports._probing_figures import cannot_see
from ragaudit_reports.json_v1 import JsonReporter
from ragaudit_reports.markdown import MarkdownReporter
from ragaudit_reports.terminal import TerminalReporter

DROP = "visible drop of R@10"
OWNERS = (
    Score("R@10 [title]", 0.5, 25, low=0.31, high=0.69, owner="ops | <b>"),
    Score("R@10", 0.9, 40, low=0.8, high=0.97, owner="ops | <b>"),
    Score("R@10", 0.6, 20, low=0.4, high=0.8, owner="ann@acme.example"),
)


def probing(*scores: Score) -> Probing:
    return Probing("the built-in index", "probes.yaml", (1, 10), 4, scores, owners=OWNERS)


@pytest.mark.parametrize(
    ("scores", "told"),
    [
        ((Score(DROP, 0.14, 48),), "With 48 probes this set cannot see drops of R@10 below 0.14 "),
        ((Score(DROP, None, 1),), "With 1 probe this set cannot see any drop of R@10 "),
        (
            (
                Score(f"{DROP} [title]", 0.2, 25),
                Score(f"{DROP} [deny]", 0.3, 11),
                Score(DROP, None, 0),
            ),
            "With 25 probes this set cannot see drops of R@10 [title] below 0.20 ",
        ),
        ((Score(f"{DROP} [title]", 0.1, 99), Score(DROP, 0.2, 25)), "With 25 probes this set"),
        ((Score(DROP, 0.3, 11, source="docs"), Score("visible drop of R@1", 0.2, 25)), ""),
        ((Score(DROP, None, 0),), ""),
    ],
)
def test_what_a_set_cannot_see(scores: tuple[Score, ...], told: str) -> None:
    """Of what people wrote, else of the largest kind; nothing where nothing was measured."""
    found = cannot_see(probing(*scores))

    assert (bool(told), True) == (bool(found), found.startswith(told))


def test_every_report_has_both(bare_audit: Audit) -> None:
    """The lowest owner first; a name is never markup."""
    audit = replace(bare_audit, probing=probing(Score(DROP, 0.14, 48)))

    terminal, markdown, data = (
        str(reporter.render(audit, ReportOptions()))
        for reporter in (TerminalReporter(), MarkdownReporter(), JsonReporter())
    )

    schema = files("ragaudit_reports").joinpath("schemas/report-v1.schema.json").read_text("utf-8")
    jsonschema.validate(json.loads(data), json.loads(schema))
    owned = [(one["owner"], one["measure"], one["value"]) for one in json.loads(data)["owners"]]
    assert [(s.owner, s.measure, s.value) for s in OWNERS] == owned
    assert "cannot see drops of R@10 below 0.14" in " ".join(terminal.split())
    # What would be a link or a mention is broken by a space of no width.
    markdown = markdown.replace("\u200b", "")
    assert "cannot see drops of R@10 below 0.14" in markdown
    assert "| ann@acme.example | `R@10` | 0.60 | 0.400–0.800 | 20 |" in markdown
    rows = [line.split()[0] for line in terminal.splitlines() if "R@10" in line and "(0." in line]
    assert ["ann@acme.example", "ops", "ops"] == rows
    assert "| ops \\| &lt;b&gt; | `R@10` |" in markdown and "<b>" not in markdown
