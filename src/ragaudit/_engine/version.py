"""A digest of the code that analyses content, so that a cache never outlives it."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path


def code_digest(modules: Iterable[str]) -> str:
    """sha256 over every Python file of the packages these modules belong to."""
    digest = hashlib.sha256(sys.version.encode())
    for package in sorted({module.partition(".")[0] for module in modules}):
        for file in _files(package):
            digest.update(str(file.name).encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()


def _files(package: str) -> list[Path]:
    spec = find_spec(package)
    roots = (spec.submodule_search_locations or []) if spec else []
    return sorted(file for root in roots for file in Path(root).rglob("*.py"))
