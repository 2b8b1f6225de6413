"""From documents to probes without a model: gathering is in `_measure.material`."""

from ragaudit._measure.generating.assemble import Asked, Generated, assemble
from ragaudit._measure.generating.tally import Tally

__all__ = ["Asked", "Generated", "Tally", "assemble"]
