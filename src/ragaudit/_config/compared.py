"""What the documents of a source are compared with: repositories of code, and an index."""

from __future__ import annotations

from pathlib import Path

from ragaudit._config import schema
from ragaudit._config.positions import Located
from ragaudit.errors import ConfigError
from ragaudit.model import CodeSettings, IndexSettings

Where = tuple[str | int, ...]


def code_settings(
    entries: list[schema.Code], located: Located, path: Path, where: Where
) -> tuple[CodeSettings, ...]:
    """Resolve the repositories. Raises `ConfigError` for a folder that is in none."""
    return tuple(_code(entry, located, path, (*where, n)) for n, entry in enumerate(entries))


def _code(entry: schema.Code, located: Located, path: Path, where: Where) -> CodeSettings:
    root = path.parent / entry.root
    line, column = located.nearest((*where, "root")) or (None, None)
    if not root.is_dir():
        raise ConfigError(f"there is no folder {entry.root}", str(path), line, column, _RELATIVE)
    if not _in_repository(root):
        raise ConfigError(
            f"{entry.root} is in no git repository", str(path), line, column,
            "name a clone of the code the documents are about",
        )  # fmt: skip
    return CodeSettings(root, entry.root, entry.ref, tuple(entry.ignore), str(path), line)


def index_settings(
    entry: schema.Index | None, located: Located, path: Path, where: Where
) -> IndexSettings | None:
    """Resolve the manifest. Raises `ConfigError` where there is no such file."""
    if entry is None:
        return None
    manifest = path.parent / entry.manifest
    line, column = located.nearest((*where, "manifest")) or (None, None)
    if not manifest.is_file():
        told = f"there is no file {entry.manifest}"
        raise ConfigError(told, str(path), line, column, _RELATIVE)
    fields = entry.fields.model_dump(exclude_none=True)
    return IndexSettings(manifest, entry.manifest, fields, str(path), line)


_RELATIVE = "paths are relative to this file"


def _in_repository(root: Path) -> bool:
    """Whether a folder is in a work tree, or is a bare repository."""
    start = root.resolve()
    bare = (start / "HEAD").is_file() and (start / "objects").is_dir()
    return bare or any((folder / ".git").exists() for folder in (start, *start.parents))
