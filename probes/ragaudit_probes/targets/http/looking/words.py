"""Names that interfaces of retrievers give to things, as they are compared: small, letters only."""

from __future__ import annotations

import json
import re

LISTS = {
    **dict.fromkeys(
        ("results", "hits", "matches", "documents", "docs", "chunks", "passages", "nodes"), 3
    ),
    **dict.fromkeys(
        ("data", "items", "records", "entries", "value", "values", "list", "sources", "contexts"), 2
    ),
    **dict.fromkeys(("response", "result", "output", "rows", "citations", "references"), 1),
}
"""Points for the name of a list."""
NAMES: dict[str, tuple[str, ...]] = {
    "id": (
        *("id", "chunkid", "nodeid", "passageid", "docid", "documentid", "uuid", "objectid"),
        *("key", "pk", "identifier"),
    ),
    "document": (
        *("documentid", "docid", "document", "doc", "path", "filepath", "file", "filename"),
        *("source", "sourceid", "url", "uri", "link", "href", "permalink", "parentid", "refdocid"),
    ),
    "text": (
        *("text", "pagecontent", "content", "body", "passage", "chunk", "snippet", "excerpt"),
        *("summary", "highlight", "description"),
    ),
    "score": (
        *("score", "searchscore", "rerankscore", "rerankerscore", "similarity", "relevance"),
        *("relevancescore", "certainty", "distance", "dist"),
    ),
    "total": (
        *("total", "totalcount", "totalhits", "totalresults", "numfound", "nbhits", "odatacount"),
        *("estimatedtotalhits", "count"),
    ),
    "cost": ("cost", "totalcost", "costusd", "price"),
}
"""For each role the names it goes by, the surest first."""
DISTANCES = frozenset({"distance", "dist"})
"""Names of scores of which the lower is better."""
UNSURE = frozenset({"key", "pk", "identifier", "count", "description", "source", "link", "data"})
"""Names that often mean something else."""
_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def compared(name: str) -> str:
    """`@search.score`, `_score` and `docId` without what they do not differ in."""
    return "".join(c for c in name.lower() if c.isalnum())


def step(name: str) -> str:
    """A field in a JSONPath."""
    return f".{name}" if _PLAIN.fullmatch(name) else f"[{json.dumps(name)}]"
