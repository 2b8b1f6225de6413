"""What several parts of `ragaudit.yaml` are made of."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from ragaudit.model import Interval
from ragaudit.text import DateError, matches, parse_interval


def _interval(value: object) -> object:
    if isinstance(value, str):
        try:
            return parse_interval(value)
        except DateError as error:
            raise ValueError(str(error)) from error
    if isinstance(value, dict) and set(value) == {"count", "period"}:
        return _interval(f"{value['count']} {value['period']}")
    return value


def _listed(value: object) -> object:
    return [value] if isinstance(value, str) else value


def _glob(value: str) -> str:
    try:
        matches(value, "")
    except re.error as error:
        raise ValueError(f"“{value}” is no glob: {error}") from error
    return value


def count_or_share(value: int | float | str) -> int | float:
    """A count as it is, `5%` as 0.05. Raises `ValueError`."""
    if isinstance(value, str):
        number = value.strip().removesuffix("%")
        if not value.strip().endswith("%") or not number.replace(".", "", 1).isdigit():
            raise ValueError("write a count such as `0` or a share such as `5%`")
        value = float(number) / 100
    if value < 0:
        raise ValueError("cannot be negative")
    return value


Span = Annotated[Interval, BeforeValidator(_interval)]
Glob = Annotated[str, AfterValidator(_glob)]
Globs = Annotated[list[Glob], BeforeValidator(_listed)]
Strings = Annotated[list[str], BeforeValidator(_listed)]


class Section(BaseModel):
    """A part of a file in which every key must be known."""

    model_config = ConfigDict(extra="forbid", arbitrary_types_allowed=True)


class Sync(Section):
    """How a source system is asked."""

    max_delete_ratio: float = Field(default=0.2, ge=0, le=1)
    timeout_s: float = Field(default=30, gt=0, le=3600)
    max_rps: float | None = Field(default=None, gt=0, le=1000)
    budget_s: float | None = Field(default=None, gt=0, le=86_400)
    tries: int = Field(default=5, ge=1, le=20)
