"""What one question to a target showed, for people and for programs."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

from ragaudit._measure.inspecting.seen import Placed, Seen, named, samples
from ragaudit._measure.probe_set.shown import visible
from ragaudit.contracts import FoundField, TargetCapabilities
from ragaudit.model import Confidence
from ragaudit.redact import quote, redact

_SURE = {Confidence.HIGH: "sure", Confidence.MEDIUM: "likely", Confidence.LOW: "a guess"}
_SHOWN = 10
_WIDTH = 100
_HOW_TO_MATCH = (
    "Have it return the path, address or id of the document and map that as `document`, or its "
    "text as `text`; what is of another source belongs into `sources`."
)


def as_text(seen: Seen) -> str:
    """Who was asked, what was found in the answer, which documents that is, what to paste."""
    parts = (_asked(seen), _fields(seen), _can(seen), _results(seen), _paste(seen))
    return "\n\n".join("\n".join(lines) for part in parts if (lines := list(part)))


def _asked(seen: Seen) -> Iterator[str]:
    who = f"as {visible(seen.principal, 60)}" if seen.principal else "as its own account"
    yield f"{visible(redact(seen.target))} was asked {who}: “{visible(quote(seen.query))}”"
    took = f" in {seen.latency_s * 1000:.0f} ms" if seen.latency_s else ""
    results = "1 result" if len(seen.hits) == 1 else f"{len(seen.hits):,} results"
    yield f"It answered with {results}{took}."


def _fields(seen: Seen) -> Iterator[str]:
    found = seen.inspection
    if found is None:
        return
    if seen.problem:
        yield f"The mapping of the configuration does not fit: {visible(seen.problem, 200)}"
    values = samples(seen)
    width = max((len(one.path) for one in found.fields), default=0)
    yield "Found in the answer"
    for one in found.fields:
        yield from _field(one, min(width, 30), values.get(one.role, ""))
    for told in found.missing:
        yield _item(told)


def _field(one: FoundField, width: int, sample: str) -> Iterator[str]:
    yield f"  {one.role:<9} {one.path:<{width}}  {_SURE[one.confidence]:<8} {one.why}"
    if sample:
        yield f"  {'':<9} such as “{visible(sample)}”"
    if one.others:
        yield f"  {'':<9} it could also be {', '.join(one.others[:3])}"


def _can(seen: Seen) -> Iterator[str]:
    able = seen.capabilities
    yield "What can be measured with it"
    for told in _abilities(able, told_apart=seen.inspection is None):
        yield _item(told)
    for note in able.notes:
        yield _item(visible(note, 300))


def _item(told: str, mark: str = "-") -> str:
    """A line of a list, on several where it is long."""
    return textwrap.fill(told, _WIDTH, initial_indent=f"  {mark} ", subsequent_indent="    ")


def _abilities(able: TargetCapabilities, *, told_apart: bool) -> Iterator[str]:
    if able.principals:
        how = (
            "" if told_apart else ", if it is told who: by `auth`, or a gap such as {principal.who}"
        )
        yield f"who gets what: it can be asked as somebody{how}"
    else:
        yield "not who gets what: it cannot be asked as somebody, so leaks stay unmeasured"
    told = {"scores": able.scores, "totals": able.totals, "costs": able.costs}
    has, lacks = ([name for name in told if told[name] is there] for there in (True, False))
    if has:
        yield f"it gives {_and(has)}"
    if lacks:
        yield f"it gives no {_and(lacks, 'or')}"


def _and(names: Sequence[str], word: str = "and") -> str:
    return f" {word} ".join((", ".join(names[:-1]), names[-1])) if len(names) > 1 else names[0]


def _results(seen: Seen) -> Iterator[str]:
    if seen.placed is None:
        yield "No source is configured, so whether results are documents of one was not looked at."
        return
    count, known = len(seen.placed), len(seen.placed) - seen.unplaced
    yield f"Documents that were read from the sources: {known:,} of {count:,} results"
    for rank, one in enumerate(seen.placed[:_SHOWN], start=1):
        yield f"  {rank:>2}  {_placed(one)}"
    if count > _SHOWN:
        yield f"  {count - _SHOWN:,} more"
    if seen.unplaced:
        yield _item(_HOW_TO_MATCH, "→")


def _placed(one: Placed) -> str:
    if len(one.documents) == 1:
        return visible(redact(one.documents[0]))
    called = visible(named(one.hit), 60)
    if one.documents:
        several = ", ".join(visible(redact(name), 40) for name in one.documents[:3])
        return f"may be any of {len(one.documents)}: {several} (it is called “{called}”)"
    return f"no document that was read (it is called “{called}”)" if called else "has no name"


def _paste(seen: Seen) -> Iterator[str]:
    if seen.snippet:
        yield "Paste into ragaudit.yaml (under its `probes:`, where it has one):"
        yield ""
        yield seen.snippet.rstrip()
    elif seen.inspection is not None:
        yield "ragaudit.yaml has this mapping already."


def as_json(seen: Seen) -> dict[str, object]:
    """The same as plain data."""
    found, values = seen.inspection, samples(seen)
    able = seen.capabilities
    return {
        "target": redact(seen.target),
        "query": redact(seen.query),
        "principal": seen.principal or None,
        "results": len(seen.hits),
        "latency_ms": round(seen.latency_s * 1000, 1),
        "capabilities": {
            "principals": able.principals,
            "scores": able.scores,
            "totals": able.totals,
            "costs": able.costs,
            "notes": list(able.notes),
        },
        "fields": [_row(one, values) for one in found.fields] if found else [],
        "missing": list(found.missing) if found else [],
        "problem": seen.problem,
        "documents": None
        if seen.placed is None
        else [{"name": named(one.hit), "documents": list(one.documents)} for one in seen.placed],
        "snippet": seen.snippet,
    }


def _row(one: FoundField, values: object) -> dict[str, object]:
    sample = values.get(one.role) if isinstance(values, dict) else None
    return {
        "role": one.role,
        "path": one.path,
        "confidence": one.confidence.value,
        "why": one.why,
        "others": list(one.others),
        "sample": sample,
    }
