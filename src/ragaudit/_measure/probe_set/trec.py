"""Test collections: BEIR folders, TREC topics and relevance judgements, TREC runs."""

from __future__ import annotations

import html
import json
import math
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

from ragaudit._measure.probe_set.files import numbered_lines, read_text
from ragaudit._measure.probe_set.limits import MAX_DOCUMENT, MAX_NAME, MAX_PROBES, MAX_QUERY
from ragaudit._measure.probe_set.shown import visible
from ragaudit.errors import ConfigError
from ragaudit.model import GoldGroup, GoldItem, Hit, Probe, ProbeSet, Provenance

Qrels = Mapping[str, Mapping[str, int]]
"""Query to document to grade, 1 or more."""
_TOPIC = re.compile(r"<top(?:ic)?\b([^>]*)>(.*?)</top(?:ic)?>", re.DOTALL | re.IGNORECASE)
_FIELD = re.compile(r"<(num|title|query)>([^<]*)", re.IGNORECASE)
_LABEL = re.compile(r"^\s*(?:Number|Topic)\s*:\s*", re.IGNORECASE)
_NUMBER = re.compile(r"""\bnumber\s*=\s*["']?([^"'\s>]+)""", re.IGNORECASE)


def read_beir(folder: Path, source: str = "", split: str | None = None) -> ProbeSet:
    """`queries.jsonl` with `qrels.tsv`, or `qrels/SPLIT.tsv`. Raises `ConfigError` with the line.

    Only queries with judgements become probes; `split` keeps those of one split. With `source`
    documents are named `source:id`. Every relevant document is gold of its own, as recall counts
    them; judgements below 1 are left out.
    """
    queries = folder / "queries.jsonl"
    flat = folder / "qrels.tsv"
    qrels = flat if flat.is_file() or not split else folder / "qrels" / f"{split}.tsv"
    if not qrels.is_file() and split is None:
        qrels = folder / "qrels" / "test.tsv"
    judged = read_qrels(qrels)
    return _joined(list(_beir_queries(queries, split)), judged, queries, qrels, source)


def read_trec(topics: Path, qrels: Path, source: str = "") -> ProbeSet:
    """Topics with their judgements, as `read_beir`."""
    return _joined(read_topics(topics), read_qrels(qrels), topics, qrels, source)


def read_topics(file: Path) -> list[tuple[int, str, str]]:
    """Line, id and query of each topic: TREC's `<top>` records, or `id<TAB>query` lines."""
    text = read_text(file)
    if not text.lstrip().startswith("<"):
        return [(line, *_pair(row, file, line)) for line, row in numbered_lines(file)]
    found = [_topic(match, text, file) for match in _TOPIC.finditer(text)]
    if not found:
        raise ConfigError("holds no <top> or <topic> record", str(file), 1)
    return found


def read_qrels(file: Path) -> Qrels:
    """Judgements: `query 0 document grade`, or BEIR's three columns under a header."""
    found: defaultdict[str, dict[str, int]] = defaultdict(dict)
    seen: dict[tuple[str, str], int] = {}
    for line, text in numbered_lines(file):
        parts = text.split("\t") if text.count("\t") == 2 else text.split()
        if line == 1 and parts[0] in ("query-id", "query_id", "qid"):
            continue
        if len(parts) not in (3, 4):
            hint = "write `query 0 document grade`, or `query<TAB>document<TAB>grade`"
            raise ConfigError(f"has {len(parts)} columns", str(file), line, hint=hint)
        query, document = _name(parts[0], file, line), _name(parts[-2], file, line, MAX_DOCUMENT)
        grade = int(_number(parts[-1], file, line, "grade"))
        if seen.setdefault((query, document), grade) != grade:
            told = f"“{visible(document)}” is judged twice for “{visible(query)}”, and differently"
            raise ConfigError(told, str(file), line)
        if grade >= 1:
            found[query][document] = grade
    if not seen:
        raise ConfigError("holds no judgement", str(file))
    return dict(found)


def read_run(file: Path) -> Mapping[str, tuple[Hit, ...]]:
    """A TREC run, `query Q0 document rank score tag`: query to its hits, best first.

    The score decides, as in trec_eval, and among equal scores the rank. Raises `ConfigError` with
    the line, also for a document that is there twice for one query.
    """
    found: defaultdict[str, dict[str, tuple[float, int]]] = defaultdict(dict)
    for line, text in numbered_lines(file):
        parts = text.split()
        if len(parts) != 6:
            hint = "write `query Q0 document rank score tag`"
            raise ConfigError(f"has {len(parts)} columns, not 6", str(file), line, hint=hint)
        query, document = _name(parts[0], file, line), _name(parts[2], file, line, MAX_DOCUMENT)
        if document in found[query]:
            told = f"“{visible(document)}” is there twice for “{visible(query)}”"
            raise ConfigError(told, str(file), line)
        rank = int(_number(parts[3], file, line, "rank"))
        found[query][document] = (-_number(parts[4], file, line, "score"), rank)
    if not found:
        raise ConfigError("holds no result", str(file))
    return {query: tuple(_hits(results)) for query, results in found.items()}


def _hits(results: Mapping[str, tuple[float, int]]) -> Iterator[Hit]:
    for document, (score, _) in sorted(results.items(), key=lambda item: item[1]):
        yield Hit(document, -score, document)


def _joined(
    queries: list[tuple[int, str, str]], judged: Qrels, file: Path, qrels: Path, source: str
) -> ProbeSet:
    probes: dict[str, Probe] = {}
    prefix = f"{source}:" if source else ""
    for line, name, query in queries:
        if name in probes:
            raise ConfigError(f"the query “{visible(name)}” is there twice", str(file), line)
        if name in judged:
            gold = (GoldItem(f"{prefix}{d}", grade=g) for d, g in judged[name].items())
            probes[name] = Probe(
                name,
                query,
                gold=tuple(GoldGroup((item,)) for item in gold),
                source=source or None,
                provenance=Provenance("collection", str(file)),
                line=line,
            )
        if len(probes) > MAX_PROBES:
            raise ConfigError(f"holds more than {MAX_PROBES:,} judged queries", str(file), line)
    if not probes:
        told = f"no query of {file.name} is judged in {qrels.name}"
        raise ConfigError(told, str(qrels), hint="do the two belong together?")
    return ProbeSet(tuple(probes.values()), place=str(file))


def _beir_queries(file: Path, split: str | None) -> Iterator[tuple[int, str, str]]:
    for line, text in numbered_lines(file):
        try:
            found = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise ConfigError("is not JSON", str(file), line) from error
        if not isinstance(found, dict) or not all(
            isinstance(found.get(key), str | int) for key in ("_id", "text")
        ):
            hint = 'write {"_id": "…", "text": "…"}'
            raise ConfigError("has no `_id` and `text`", str(file), line, hint=hint)
        if split is None or found.get("split") in (None, split):
            yield line, _name(str(found["_id"]), file, line), _query(str(found["text"]), file, line)


def _pair(text: str, file: Path, line: int) -> tuple[str, str]:
    name, tab, query = text.partition("\t")
    if not tab:
        raise ConfigError("has no tab between id and query", str(file), line)
    return _name(name, file, line), _query(query, file, line)


def _topic(match: re.Match[str], text: str, file: Path) -> tuple[int, str, str]:
    line = text.count("\n", 0, match.start()) + 1
    fields = {m[1].lower(): _LABEL.sub("", html.unescape(m[2])) for m in _FIELD.finditer(match[2])}
    number = _NUMBER.search(match[1])
    name = number[1] if number else fields.get("num", "")
    query = fields.get("title") or fields.get("query") or ""
    return line, _name(name, file, line), _query(" ".join(query.split()), file, line)


def _name(text: str, file: Path, line: int, limit: int = MAX_NAME) -> str:
    name = text.strip()
    if not name or len(name) > limit or not name.isprintable():
        raise ConfigError(f"“{visible(name, 40)}” is no usable id", str(file), line)
    return name


def _query(text: str, file: Path, line: int) -> str:
    if not text.strip() or len(text) > MAX_QUERY:
        told = "the query is empty" if not text.strip() else f"is longer than {MAX_QUERY:,}"
        raise ConfigError(told, str(file), line)
    if any("\ud800" <= c <= "\udfff" for c in text):
        raise ConfigError("the query holds half a character", str(file), line)
    return text


def _number(text: str, file: Path, line: int, what: str) -> float:
    try:
        number = float(text)
        whole = what == "score" or number == int(number)
    except (ValueError, OverflowError):
        number, whole = math.nan, False
    if not math.isfinite(number) or not whole:
        raise ConfigError(f"the {what} “{visible(text, 20)}” is no number", str(file), line)
    return number
