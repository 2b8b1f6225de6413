"""Gauges before they are written: a name, what it means, samples by labels."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from ragaudit_reports._clean import path_text

_LABEL = 200
"""Characters of a label value; Prometheus can be set to refuse long ones."""


@dataclass(slots=True)
class Gauge:
    """One metric family."""

    name: str
    help: str
    unit: str = ""
    samples: list[tuple[Mapping[str, str], float]] = field(default_factory=list)


class Gauges:
    """Metric families in the order they were first named."""

    def __init__(self) -> None:
        self._found: dict[str, Gauge] = {}

    def add(
        self, name: str, told: str, value: float | None, /, *, unit: str = "", **labels: str
    ) -> None:
        """Add a sample; nothing where the value is not known."""
        if value is None:
            return
        full = f"ragaudit_{name}"
        gauge = self._found.setdefault(full, Gauge(full, told, unit))
        gauge.samples.append(
            ({key: path_text(str(text), _LABEL) for key, text in labels.items()}, float(value))
        )

    def all(self) -> Iterable[Gauge]:
        """Every family that has a sample."""
        return self._found.values()
