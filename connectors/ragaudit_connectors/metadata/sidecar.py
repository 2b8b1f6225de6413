"""`page.md.meta.yaml` beside `page.md`: the same keys as front matter."""

from __future__ import annotations

from pathlib import Path

from ragaudit.errors import SkipError
from ragaudit.model import Fact, FactState, Origin
from ragaudit_connectors.files.folders import Folders
from ragaudit_connectors.files.reading import SMALL, read_regular
from ragaudit_connectors.metadata.fields import Field, beside

SUFFIXES = (".meta.yaml", ".meta.yml")

_Found = tuple[list[Field], list[Fact[str]]]


class Sidecars:
    """The sidecar of each document, where there is one."""

    def __init__(self, folders: Folders) -> None:
        self._folders = folders
        self._broken: dict[str, str] = {}

    def fields(self, path: str) -> _Found:
        """What stands in a document's sidecar, and why it cannot be used."""
        name = path.rpartition("/")[2]
        for suffix in SUFFIXES:
            if place := self._folders.place(path + suffix):
                found = self._read(place, name + suffix)
                for error in found[1]:
                    self._broken[path + suffix] = error.note or ""
                return found
        return [], []

    def notes(self) -> tuple[str, ...]:
        """Every sidecar met so far that cannot be used, or not to its end."""
        return tuple(
            f"{path}: {self._broken[path]}; it is not read from there on"
            for path in sorted(self._broken)
        )

    @staticmethod
    def _read(place: Path, name: str) -> _Found:
        from ragaudit_connectors.parsing.yaml_fields import yaml_fields

        try:
            data = read_regular(place, SMALL)
            text = data.decode("utf-8-sig")
        except SkipError as error:
            return [], [_error(name, error.detail)]
        except UnicodeDecodeError:
            return [], [_error(name, "is not UTF-8")]
        result = yaml_fields(text, 1)
        failed = [_error(name, result.failure.detail)] if result.failure else []
        if not failed and not result.mapping and text.strip():
            failed = [_error(name, "is not a mapping of keys to values")]
        return beside(result.fields, name), failed


def _error(name: str, detail: str) -> Fact[str]:
    return Fact(FactState.ERROR, None, Origin.SIDECAR, locator=name, key="sidecar", note=detail)
