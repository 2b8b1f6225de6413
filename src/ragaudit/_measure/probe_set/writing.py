"""From a probe set to the text of a `probes/v1` file; equal sets give equal text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

import yaml

from ragaudit._measure.probe_set.convert import SELF_EXPLAINING, implied
from ragaudit.model import (
    Budget,
    Category,
    Expectation,
    GoldGroup,
    GoldItem,
    Matrix,
    Probe,
    ProbePrincipal,
    ProbeSet,
    Provenance,
    Severity,
)

_ONE_LINE = 1_000_000
"""Values are never folded, so that a change of one shows as one changed line."""
_USUAL_K = (1, 5, 10)


class _Flow(dict[str, Any]):
    """A mapping that is written on one line."""


class _FlowList(list[Any]):
    """A list that is written on one line."""


class _Dumper(yaml.SafeDumper):
    """Writes no anchors, and list items under the key they belong to indented."""

    def ignore_aliases(self, data: object) -> bool:
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


_Dumper.add_representer(
    _Flow, lambda d, v: d.represent_mapping("tag:yaml.org,2002:map", v.items(), flow_style=True)
)
_Dumper.add_representer(
    _FlowList, lambda d, v: d.represent_sequence("tag:yaml.org,2002:seq", v, flow_style=True)
)


def _represent_text(dumper: yaml.SafeDumper, text: str) -> yaml.Node:
    """In double quotes, with escapes, where other styles would lose what does not print."""
    style = None if text.isprintable() else '"'
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _represent_text)


def dumps(probes: ProbeSet, comment: str = "") -> str:
    """The set as YAML, which `loads` reads back as the same set but for `place` and lines.

    `comment` goes on top. Half characters, which no file can hold, become `?`.
    """
    data = {
        "ragaudit": "probes/v1",
        **_given("corpus", _corpus(probes)),
        **_given("defaults", _defaults(probes)),
        **_given("principals", _principals(probes.principals)),
        "probes": [_probe(probe) for probe in probes.probes],
    }
    text: str = yaml.dump(
        _encodable(data), Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=_ONE_LINE
    )
    return "".join(f"# {line}\n" for line in comment.splitlines()) + text


def _encodable(value: Any) -> Any:
    if isinstance(value, str):
        return str(value).encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, dict):
        return type(value)((_encodable(k), _encodable(v)) for k, v in value.items())
    if isinstance(value, list):
        return type(value)(_encodable(item) for item in value)
    return value


def _given(key: str, value: Any) -> dict[str, Any]:
    return {key: value} if value else {}


def _unless(default: object, **values: Any) -> dict[str, Any]:
    """What differs from the same fields of a default."""
    return {key: v for key, v in values.items() if v != getattr(default, key)}


def _corpus(probes: ProbeSet) -> _Flow:
    digests = {"snapshot": probes.corpus_digest, "acl_snapshot": probes.access_digest}
    found = _Flow((key, f"sha256:{value}") for key, value in digests.items() if value)
    if probes.taken_at is not None:
        found["taken_at"] = _moment(probes.taken_at)
    return found


def _moment(moment: datetime) -> str:
    moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    return moment.isoformat().replace("+00:00", "Z")


def _defaults(probes: ProbeSet) -> dict[str, Any]:
    k = _FlowList(probes.k) if probes.k != _USUAL_K else None
    return _Flow(_given("k", k) | _given("principals", _FlowList(probes.asked_as)))


def _principals(principals: Mapping[str, ProbePrincipal]) -> dict[str, Any]:
    return {name: _principal(name, principal) for name, principal in principals.items()}


def _principal(name: str, principal: ProbePrincipal) -> _Flow:
    kind = principal.kind
    plain = kind is implied(name).kind and name not in SELF_EXPLAINING
    return _Flow(
        ({} if plain else {"kind": kind.value})
        | _given("who", principal.who)
        | _given("groups", _FlowList(principal.groups))
        | _given("auth", _Flow(principal.auth))
    )


def _probe(probe: Probe) -> dict[str, Any]:
    severity = {} if probe.severity is Severity.ERROR else {"severity": probe.severity.value}
    return {
        "id": probe.id,
        "category": probe.category.value,
        "query": probe.query,
        **_given("variants", list(probe.variants)),
        **_given("compare", _given("control", probe.control)),
        **_given("as", _FlowList(probe.principals)),
        **_given("gold", _groups(probe.gold)),
        **_given("matrix", _matrix(probe.matrix)),
        **_given("expect", _expectation(probe.expect, probe.category)),
        **_given("source", probe.source),
        **_given("owner", probe.owner),
        **_given("provenance", _provenance(probe.provenance)),
        **_given("budget", _Flow(_budget(probe.budget))),
        **severity,
    }


def _groups(groups: Iterable[GoldGroup]) -> list[Any]:
    return [_item(g.any[0]) if len(g.any) == 1 else _any(g.any) for g in groups]


def _any(items: Iterable[GoldItem]) -> dict[str, Any]:
    return {"any": [_item(item) for item in items]}


def _item(item: GoldItem) -> Any:
    rest = _given("span", item.span) | _unless(GoldItem(""), grade=item.grade)
    return _Flow({"doc": item.document, **rest}) if rest else item.document


def _matrix(matrix: Matrix) -> Any:
    if matrix.deny and matrix.allow:
        return "auto"
    return _Flow((key, "auto") for key in ("deny", "allow") if getattr(matrix, key))


def _expectation(expect: Expectation, category: Category) -> dict[str, Any]:
    found = _unless(Expectation(), rank_at_most=expect.rank_at_most, not_stale=expect.not_stale)
    if expect.prefer_over:
        found["prefer"] = {"over": _FlowList(expect.prefer_over)}
    if expect.unanswerable != (category is Category.MISSING):
        found["unanswerable"] = expect.unanswerable
    if expect.auto_top_score:
        found["max_top_score"] = "auto"
    elif expect.max_top_score is not None:
        found["max_top_score"] = expect.max_top_score
    found |= _given("intents", _groups(expect.intents))
    return found | _given("min_intents", expect.min_intents)


def _provenance(provenance: Provenance) -> _Flow:
    usual = Provenance()
    return _Flow(
        _unless(usual, by=provenance.by)
        | _given("from", provenance.origin)
        | _unless(usual, reviewed_by=provenance.reviewed_by, restricted=provenance.restricted)
    )


def _budget(budget: Budget) -> dict[str, Any]:
    values = {"latency_p95_ms": budget.latency_p95_ms, "cost": budget.cost}
    return {key: value for key, value in values.items() if value is not None}
