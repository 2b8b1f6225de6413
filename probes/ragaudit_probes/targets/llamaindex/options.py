"""The options of a `llamaindex` target."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import AfterValidator, model_validator

from ragaudit_probes.targets.in_process import RetrieverOptions
from ragaudit_probes.targets.in_process.template import Constant, Template

_KEYS = ({"filters"}, {"filters", "condition"})
_FILTER = ({"key", "value"}, {"key", "value", "operator"})
_MANY = ("in", "nin", "any", "all")
"""Operators that compare with a list."""
_EACH = "for_each_group"


def _filters(value: Any) -> Any:
    """A list of filters, all of which must hold, or `{condition: …, filters: […]}`."""
    if value is None:
        return None
    if isinstance(value, Mapping):
        if set(value) not in _KEYS or not isinstance(value["filters"], list):
            raise ValueError("write a list of filters, or `{condition: or, filters: […]}`")
        if value.get("condition", "and") not in ("and", "or", "not"):
            raise ValueError("`condition` is `and`, `or` or `not`")
        value = value["filters"]
    if not isinstance(value, list) or not value:
        raise ValueError("write a list of filters: `[{key: …, operator: …, value: …}]`")
    for one in value:
        _filter(one)
    return value


def _filter(one: Any) -> None:
    if not isinstance(one, Mapping):
        raise ValueError("a filter is `{key: …, operator: …, value: …}`")
    if set(one) == {_EACH}:
        _filter(one[_EACH])
    elif "filters" in one:
        _filters(one)
    elif set(one) not in _FILTER:
        raise ValueError("a filter has `key`, `value` and perhaps `operator`, nothing else")
    elif one["value"] == "{groups}" and one.get("operator", "==") not in _MANY:
        raise ValueError(f"`{{groups}}` is a list: the operator is one of {', '.join(_MANY)}")


def _kept(value: Any) -> Any:
    _filters(value)
    return value


class LlamaIndexOptions(RetrieverOptions):
    """What the user says about a LlamaIndex retriever."""

    filters: Annotated[Template, AfterValidator(_kept)] = None
    """`MetadataFilters` with gaps, for an index or a retriever that takes filters."""
    unrestricted: Annotated[Constant, AfterValidator(_kept)] = None
    """The filters of an oracle, and where nobody is asked for; by default there are none."""

    @model_validator(mode="after")
    def _check(self) -> LlamaIndexOptions:
        if self.unrestricted is not None and self.filters is None:
            raise ValueError("`unrestricted` is for a target that has `filters`")
        return self
