"""Metadata and tags of an object as facts, by the names the configuration gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from typing import Any

from ragaudit.model import Fact, SourceFacts
from ragaudit_connectors.records import Layout, Record, facts_of
from ragaudit_connectors.s3.options import S3Options

LONGEST_VALUE = 2048
"""Bytes of metadata; a store keeps no more."""


def facts_from(
    key: str, options: S3Options, metadata: Mapping[str, Any], tags: Mapping[str, str]
) -> SourceFacts | None:
    """What is mapped; None where nothing is. Metadata goes before tags."""
    told = [
        facts_of(_record(key, names, within, values))
        for names, within, values in (
            (options.metadata.given, "x-amz-meta-", _plain(metadata)),
            (options.tags.given, "tag ", tags),
        )
        if names
    ]
    if not told:
        return None
    return told[0] if len(told) == 1 else _joined(*told)


def _record(key: str, names: dict[str, str], within: str, values: Mapping[str, str]) -> Record:
    by_name = {name.casefold(): value for name, value in values.items()}
    found = {ours: by_name.get(theirs.casefold()) for ours, theirs in names.items()}
    given = {ours: value for ours, value in found.items() if value}
    return Record(key, given, Layout(names, within, "object", ""))


def _plain(metadata: Mapping[str, Any]) -> dict[str, str]:
    return {str(name): _decoded(str(value)) for name, value in metadata.items()}


def _decoded(value: str) -> str:
    """What is no ASCII travels in the words of RFC 2047."""
    if "=?" not in value or len(value) > LONGEST_VALUE:
        return value
    try:
        return str(make_header(decode_header(value)))
    except (HeaderParseError, LookupError, UnicodeError, ValueError):
        return value


def _joined(first: SourceFacts, second: SourceFacts) -> SourceFacts:
    """Of two, whatever the first knows."""
    return replace(
        first,
        times={**second.times, **{k: f for k, f in first.times.items() if _says(f, second, k)}},
        owners=(*first.owners, *second.owners),
        looked_in=(*first.looked_in, *second.looked_in),
        lifecycle=first.lifecycle if first.lifecycle.locator else second.lifecycle,
        classification=first.classification
        if first.classification.locator
        else second.classification,
        superseded_by=first.superseded_by if first.superseded_by.locator else second.superseded_by,
        deep_link=first.deep_link or second.deep_link,
    )


def _says(fact: Fact[Any], second: SourceFacts, clock: str) -> bool:
    return fact.known or fact.raw is not None or clock not in second.times
