"""Texts of queries by their ids: two columns, or JSON lines as in BEIR."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from ragaudit_probes.targets.run_file.records import Lines


class _Query(msgspec.Struct):
    id: str = msgspec.field(name="_id")
    text: str


_READ = msgspec.json.Decoder(_Query)


def queries(lines: Lines) -> Iterator[tuple[str, str]]:
    """Id and text. Raises `MalformedError` that names the line."""
    for at, text in lines:
        if text.lstrip().startswith("{"):
            try:
                read = _READ.decode(text)
            except (msgspec.DecodeError, RecursionError):
                raise lines.bad(at, "is no query", '{"_id": "…", "text": "…"}') from None
            yield read.id, read.text
            continue
        name, tab, query = text.partition("\t")
        if not (tab and name.strip() and query.strip()):
            raise lines.bad(at, "is no query", "write the id, a tab, and the text")
        yield name.strip(), query
