"""From observations to scores: one mean, its interval and its count for every slice of a run."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ragaudit.model import ProbeRun, Score
from ragaudit_probes.statistics import Bounds, bootstrap_ratios, same_everywhere, wilson

ENOUGH = 20
"""Clusters below which a slice gets no figure: the half-width at 20 is still about 0.2."""
UNDEFINED = float("nan")


@dataclass(frozen=True, slots=True)
class Slice:
    """A part of a run; everything where all are None."""

    source: str | None = None
    principal: str | None = None
    owner: str | None = None

    @property
    def whole(self) -> bool:
        """Whether it is everything."""
        return self.source is None and self.principal is None and self.owner is None

    def score(self, measure: str, value: float | None, n: int, **more: object) -> Score:
        """A score of this slice."""
        where = (self.source, self.principal)
        return Score(measure, value, n, *where, owner=self.owner, **more)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Column:
    """A measure in a table of observations."""

    name: str
    counted: bool = False
    """Whether each observation is a yes or no: Wilson's interval, else the bootstrap's."""
    pooled: bool = False
    """Whether every item counts once, rather than every cluster; rows then carry weights."""
    share: bool = True
    """Whether values lie between 0 and 1."""


class Row(NamedTuple):
    """What one answer says about every column."""

    cluster: Hashable
    """What it has in common with observations that are not independent of it."""
    values: Sequence[float]
    """One a column; `UNDEFINED` where the measure is not."""
    items: Sequence[float] = ()
    """How many items each value is the share of, for pooled columns; empty for one each."""


def slices(run: ProbeRun, principals: Sequence[str]) -> list[Slice]:
    """Everything, then each source of the catalogue, then each of the principals, by name."""
    sources = sorted({document.source_id for document in run.documents.values()})
    named = sorted({name for name in principals if name})
    return [Slice(), *map(Slice, sources), *(Slice(principal=name) for name in named)]


def summarise(
    columns: Sequence[Column], rows: Sequence[Row], where: Slice, seed: int, resamples: int
) -> Iterator[Score]:
    """One score a column. Clusters in which a column is nowhere defined are its `undefined`."""
    if not rows:
        yield from (where.score(c.name, None, 0, reason=_too_few(0, where)) for c in columns)
        return
    sums, counts = _by_cluster(columns, rows)
    defined = (counts > 0).sum(axis=0)
    lows, highs = _resampled(columns, sums, counts, where, seed, resamples)
    for i, column in enumerate(columns):
        n, undefined = int(defined[i]), len(sums) - int(defined[i])
        reason = _too_few(n, where, undefined)
        if reason:
            yield where.score(column.name, None, n, undefined=undefined, reason=reason)
            continue
        value = float(sums[:, i].sum() / counts[:, i].sum())
        if column.counted:
            bounds: Bounds | None = wilson(min(float(sums[:, i].sum()), n), n)
        elif lows[i] == highs[i]:
            bounds = same_everywhere(min(value, 1.0), n) if column.share else None
        else:
            bounds = Bounds(float(lows[i]), float(highs[i]))
        low, high = (bounds.low, bounds.high) if bounds else (None, None)
        yield where.score(column.name, value, n, low=low, high=high, undefined=undefined)


def too_few(n: int, where: Slice) -> str:
    """Why a slice gets no figure, or nothing."""
    return "" if where.whole or n >= ENOUGH else f"insufficient: {n} of {ENOUGH}"


def _too_few(n: int, where: Slice, undefined: int = 0) -> str:
    if n == 0:
        return f"not defined for any of {undefined}" if undefined else "nothing was asked"
    return too_few(n, where)


def _by_cluster(
    columns: Sequence[Column], rows: Sequence[Row]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Sums and counts, both of the shape `(clusters, columns)`."""
    numbers: dict[Hashable, int] = {}
    ids = np.array([numbers.setdefault(row.cluster, len(numbers)) for row in rows])
    values = np.array([row.values for row in rows], dtype=np.float64)
    defined = ~np.isnan(values)
    pooled = np.array([column.pooled for column in columns])
    items = np.array([row.items or (1.0,) * len(columns) for row in rows], dtype=np.float64)
    weights = np.where(pooled, items, 1.0) * defined
    order = np.argsort(ids, kind="stable")
    starts = np.searchsorted(ids[order], np.arange(len(numbers)))
    sums = np.add.reduceat((np.where(defined, values, 0.0) * weights)[order], starts)
    counts = np.add.reduceat(weights[order], starts)
    # Every cluster counts once, however many wordings and readers it was asked with.
    single = ~pooled & (counts > 0)
    sums = np.divide(sums, counts, out=sums, where=single)
    counts[single] = 1.0
    return sums, counts


def _resampled(
    columns: Sequence[Column],
    sums: NDArray[np.float64],
    counts: NDArray[np.float64],
    where: Slice,
    seed: int,
    resamples: int,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Bounds of the columns that need resampling, all from the same draws; NaN for the others."""
    enough = (counts > 0).sum(axis=0) >= (1 if where.whole else ENOUGH)
    low, high = np.full((2, len(columns)), np.nan)
    spread = []
    for i in np.flatnonzero([not c.counted and enough[i] for i, c in enumerate(columns)]):
        defined = counts[:, i] > 0
        values = sums[defined, i] / counts[defined, i]
        low[i] = high[i] = values[0]
        # Whatever is drawn of equal values, their mean is the same but for rounding.
        if values.max() - values.min() > 1e-12:
            spread.append(i)
    if spread:
        some = (counts[:, spread] > 0).any(axis=1)
        chosen = np.ix_(some, spread)
        low[spread], high[spread] = bootstrap_ratios(sums[chosen], counts[chosen], seed, resamples)
    return low, high
