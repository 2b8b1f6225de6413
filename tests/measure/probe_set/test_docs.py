"""`docs/probes.md` says what is so."""

from __future__ import annotations

import re
from pathlib import Path

from markdown_it import MarkdownIt
from pydantic import BaseModel

from ragaudit._measure.probe_set import rows, schema
from ragaudit._measure.probe_set.coverage import NEEDED
from ragaudit._measure.probe_set.lint import lint
from ragaudit._measure.probe_set.loading import loads
from ragaudit._measure.probe_set.problems import ACTIONS
from ragaudit.model import Category, Severity

PAGE = (Path(__file__).parents[3] / "docs" / "probes.md").read_text("utf-8")


def test_the_example_is_in_order() -> None:
    """It loads, has every category a set needs, and no error."""
    tokens = MarkdownIt().parse(PAGE)
    example = next(token.content for token in tokens if token.info == "yaml")

    found = loads(example, "docs/probes.md")

    assert set(NEEDED) <= {probe.category for probe in found.probes}
    assert [] == [p for p in lint(found).problems if p.level is Severity.ERROR]


def test_every_key_and_problem_is_named() -> None:
    """Also every category and column."""
    models = [
        item
        for item in vars(schema).values()
        if isinstance(item, type)
        and issubclass(item, BaseModel)
        and item.__module__ == schema.__name__
    ]
    keys = {f.alias or name for model in models for name, f in model.model_fields.items()}
    words = keys | set(ACTIONS) | set(rows.COLUMNS) | {category.value for category in Category}

    assert [] == sorted(w for w in words if not re.search(rf"\b{re.escape(w)}\b", PAGE))
