"""Two runs held against each other: pure functions of what is on record of them."""

from ragaudit._history.compare import compare, since
from ragaudit._history.counts import count_sources
from ragaudit._history.sides import Held, Side, SourceRow

__all__ = ["Held", "Side", "SourceRow", "compare", "count_sources", "since"]
