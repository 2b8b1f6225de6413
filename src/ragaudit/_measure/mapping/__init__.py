"""Results of a retriever as documents of the catalogue."""

from ragaudit._measure.mapping.mapper import Mapped, Mapper

__all__ = ["Mapped", "Mapper"]
