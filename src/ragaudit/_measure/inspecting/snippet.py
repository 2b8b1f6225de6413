"""The lines of `ragaudit.yaml` that describe a target."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

import yaml

from ragaudit._measure.choosing import INDEX
from ragaudit.contracts import Inspection
from ragaudit.model import TargetSettings
from ragaudit.redact import redact


def mapping_of(found: Inspection) -> dict[str, Any]:
    """The mapping an inspection proposes; empty where it proposes none."""
    if not found.snippet:
        return {}
    told = cast("dict[str, Any]", yaml.safe_load(found.snippet))
    return cast("dict[str, Any]", told["options"]["mapping"])


def snippet(settings: TargetSettings, mapping: Mapping[str, Any], *, known: bool) -> str:
    """`probes: {target: …}`; of a target that is `known` to the file only what is new.

    Empty where nothing need be written. An address that holds a secret is shown without it.
    """
    options = {"mapping": dict(mapping)} if mapping else {}
    if known:
        told: dict[str, Any] = {"options": options} if options else {}
    else:
        told = {"type": settings.type}
        told |= {"url": redact(settings.url)} if settings.url else {}
        options = {**settings.options, **options}
        told |= {"options": options} if options else {}
    if told in ({}, {"type": INDEX}):
        return ""
    data = {"probes": {"target": told}}
    return yaml.safe_dump(data, sort_keys=False, width=1000, allow_unicode=True)
