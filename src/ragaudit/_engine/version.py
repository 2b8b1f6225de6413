"""A digest of the code that analyses content, so that a cache never outlives it."""

from __future__ import annotations

import hashlib
import re
import sys
from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, requires, version
from importlib.util import find_spec
from pathlib import Path

_NAME = re.compile(r"[\w.-]+")


def code_digest(modules: Iterable[str]) -> str:
    """sha256 over the Python files these modules' packages have, and the libraries' versions."""
    digest = hashlib.sha256(sys.version.encode())
    for package in sorted({module.partition(".")[0] for module in modules}):
        for file in _files(package):
            digest.update(file.name.encode())
            digest.update(file.read_bytes())
    for library in sorted(_libraries()):
        digest.update(library.encode())
    return digest.hexdigest()


def _files(package: str) -> list[Path]:
    spec = find_spec(package)
    if spec is None:
        return []
    if spec.submodule_search_locations is None:
        return [Path(spec.origin)] if spec.origin and Path(spec.origin).is_file() else []
    roots = spec.submodule_search_locations
    return sorted(file for root in roots for file in Path(root).rglob("*.py"))


def _libraries() -> set[str]:
    """`name==version` of everything the distribution may use and has."""
    found = set()
    for requirement in requires("ragaudit") or ():
        match = _NAME.match(requirement)
        try:
            found.add(f"{match[0]}=={version(match[0])}" if match else "")
        except PackageNotFoundError:
            continue
    return found
