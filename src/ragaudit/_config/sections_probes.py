"""The parts of `ragaudit.yaml` about probes."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field, PositiveInt

from ragaudit._config.sections import Section, Sync

Share = Annotated[float, Field(ge=0, le=1)]


class TargetSection(Section):
    """The retriever that is asked."""

    type: str = "index"
    url: str = ""
    options: dict[str, Any] = Field(default_factory=dict)
    sync: Sync = Field(default_factory=Sync)
    jobs: PositiveInt = 4


class ProbesSection(Section):
    """What is asked, and whom."""

    set: str = "probes.yaml"
    target: TargetSection = Field(default_factory=TargetSection)


class PolicyProbes(Section):
    """What a probe run must reach. A leak fails in any case."""

    min: dict[str, Share] = Field(default_factory=dict)
    """Measure to the lowest value, such as `R@10: 0.8`, over all sources and for each."""
    max_leak_bound: Share | None = None
    """The largest leak rate that may still be possible; more clean cells bring it down."""
    max_inconclusive: Share = 0.0
    max_unmapped: Share = 0.0
