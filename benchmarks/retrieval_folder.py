"""A collection as folders with access lists, and a probe set that asks for it as everybody."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from benchmarks.retrieval_access import SOURCES, World

from ragaudit.contracts.indexing import IndexedDocument
from ragaudit.text import sha256

OPEN = "s0"
"""The source everybody may read."""
CONFIG = "ragaudit.yaml"


def write_sources(folder: Path, documents: Iterable[IndexedDocument], world: World) -> None:
    """A page a document, in a folder for each access list of its source, and a configuration."""
    for document in documents:
        allowed, denied = world.lists[document.id]
        inside = sha256(json.dumps([allowed, denied]))[:8]
        place = folder / world.sources[document.id] / inside
        if not place.is_dir():
            place.mkdir(parents=True)
            rule = {"path": "**", "allow": allowed, "deny": denied}
            _dump(place / "access.yaml", {"rules": [rule]})
        text = f"# {document.title}\n\n{document.read()[0].text}\n"
        (place / f"{document.id}.md").write_text(text, encoding="utf-8")
    _dump(folder / "directory.yaml", _directory(world))
    sources = [{"id": f"s{n}", "type": "filesystem", "root": f"s{n}"} for n in range(SOURCES)]
    people = [{"type": "static", "path": "directory.yaml"}]
    config = {"version": 1, "as_of": "2026-11-01", "identities": people, "sources": sources}
    _dump(folder / CONFIG, config)


def name_of(path: str) -> str:
    """The name a document has in its collection."""
    return Path(path).stem


def write_matrix(
    file: Path, titles: Mapping[str, str], world: World, per_source: int, seed: int = 3
) -> None:
    """`matrix: auto` for some documents of every restricted source, asked for by their titles."""
    rng = random.Random(seed)
    of: dict[str, list[str]] = {}
    for name in sorted(titles):
        if world.sources[name] != OPEN and titles[name]:
            of.setdefault(world.sources[name], []).append(name)
    chosen = [name for names in of.values() for name in rng.sample(names, per_source)]
    probes: list[dict[str, object]] = [
        {
            "id": f"own-title-{name}",
            "category": "policy_boundary",
            "query": titles[name],
            "gold": place_of(name, world),
            "matrix": "auto",
            "compare": {"control": _control(titles[name])},
        }
        for name in chosen
    ]
    write_probes(file, probes, [*(person.name for person in world.people), "oracle"])


def _control(title: str) -> str:
    return re.sub(r"\w+", lambda word: ("zuvobelarikofemu" * 3)[: len(word[0])], title)


def write_probes(
    file: Path, probes: Sequence[Mapping[str, object]], principals: Sequence[str]
) -> None:
    """A probe set that is asked as the first of its principals where a probe names none."""
    told = {name: {"kind": "oracle"} if name == "oracle" else {} for name in principals}
    defaults = {"k": [1, 5, 10], "principals": [principals[0]]}
    parts = {"ragaudit": "probes/v1", "defaults": defaults, "principals": told, "probes": probes}
    _dump(file, parts)


def place_of(name: str, world: World) -> str:
    """A document as a probe set names it."""
    inside = sha256(json.dumps([*map(list, world.lists[name])]))[:8]
    return f"{world.sources[name]}:{inside}/{name}.md"


def _directory(world: World) -> dict[str, object]:
    users = [{"id": person.name, "name": person.name} for person in world.people]
    groups: dict[str, dict[str, list[str]]] = {
        name: {"members": list(members)} for name, members in world.members.items()
    }
    groups |= {name: {"includes": list(groups)} for name, groups in world.nested.items()}
    return {"users": users, "groups": groups}


def _dump(file: Path, parts: object) -> None:
    """JSON is YAML, and written a hundred times faster."""
    file.write_text(json.dumps(parts, ensure_ascii=False), encoding="utf-8")
