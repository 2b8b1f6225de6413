"""What every accuracy benchmark prints: precision, recall and F1 with their intervals."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

Z = 1.959964
"""Two-sided 95 %."""


def wilson(hits: int, total: int) -> tuple[float, float]:
    """The 95 % Wilson score interval of a proportion; (0, 1) where nothing was counted."""
    if not total:
        return 0.0, 1.0
    share, spread = hits / total, Z * Z / total
    centre = share + spread / 2
    half = Z * math.sqrt(share * (1 - share) / total + spread / (4 * total))
    return max(0.0, (centre - half) / (1 + spread)), min(1.0, (centre + half) / (1 + spread))


@dataclass(frozen=True, slots=True)
class Row:
    """Counts of one thing measured: what was rightly, wrongly and not reported."""

    name: str
    tp: int
    fp: int
    fn: int | None
    """None where nobody knows what is there."""
    note: str = ""

    @property
    def precision(self) -> float | None:
        """Share of what was reported that is true; None where nothing was reported."""
        return self.tp / (self.tp + self.fp) if self.tp + self.fp else None

    @property
    def recall(self) -> float | None:
        """Share of what is there that was reported; None where nothing is there."""
        if self.fn is None or not self.tp + self.fn:
            return None
        return self.tp / (self.tp + self.fn)

    @property
    def f1(self) -> float | None:
        """Harmonic mean of both; None where neither reported nor there."""
        if self.fn is None or not 2 * self.tp + self.fp + self.fn:
            return None
        return 2 * self.tp / (2 * self.tp + self.fp + self.fn)

    @property
    def precision_interval(self) -> tuple[float, float]:
        """95 % Wilson interval of the precision."""
        return wilson(self.tp, self.tp + self.fp)

    @property
    def recall_interval(self) -> tuple[float, float]:
        """95 % Wilson interval of the recall."""
        return wilson(self.tp, self.tp + (self.fn or 0))


def table_lines(title: str, rows: Iterable[Row]) -> list[str]:
    """Rows as a Markdown table below a heading."""
    lines = [f"### {title}", "", "| what | tp | fp | fn | precision | recall | F1 | note |"]
    lines.append("|---|--:|--:|--:|---|---|--:|---|")
    for row in rows:
        precision = _with_interval(row.precision, row.precision_interval)
        recall = _with_interval(row.recall, row.recall_interval)
        f1 = "–" if row.f1 is None else f"{row.f1:.3f}"
        counts = f"{row.tp} | {row.fp} | {'–' if row.fn is None else row.fn}"
        lines.append(f"| {row.name} | {counts} | {precision} | {recall} | {f1} | {row.note} |")
    return lines


def print_table(title: str, rows: Iterable[Row]) -> None:
    """Print rows as a Markdown table below a heading."""
    print("\n" + "\n".join(table_lines(title, rows)))


def total(name: str, rows: Iterable[Row], note: str = "") -> Row:
    """The sum of rows; what nobody knows adds nothing."""
    listed = list(rows)
    tp, fp = sum(row.tp for row in listed), sum(row.fp for row in listed)
    return Row(name, tp, fp, sum(row.fn or 0 for row in listed), note)


def _with_interval(value: float | None, interval: tuple[float, float]) -> str:
    return "–" if value is None else f"{value:.3f} ({interval[0]:.3f}–{interval[1]:.3f})"
