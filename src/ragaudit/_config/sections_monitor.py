"""The part of `ragaudit.yaml` about a system that is running."""

from __future__ import annotations

from pydantic import Field, PositiveInt

from ragaudit._config.sections import Section


class MonitorSection(Section):
    """`{fields: {query: question}, min_answers: 50}`: how query logs are read and used."""

    fields: dict[str, str] = Field(default_factory=dict)
    """Our names of fields to dotted paths in the log."""
    raise_findings: bool = True
    """Whether findings on documents people are served count one step more."""
    min_answers: PositiveInt = 10
    """Answers from which they do."""
