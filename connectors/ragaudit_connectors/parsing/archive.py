"""Zip containers of Office, OpenDocument and EPUB files, opened with suspicion."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from ragaudit.errors import SkipError
from ragaudit.model import SkipReason

OLE = bytes.fromhex("d0cf11e0a1b11ae1")
"""How an OLE container starts: old Office files, Outlook messages, encrypted Office files."""
ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
"""The stream that holds an Office file locked with a password."""
_MAX_UNPACKED = 200_000_000
_MAX_RATIO, _RATIO_COUNTS_FROM = 100, 50_000_000
_MAX_ENTRIES = 20_000
_FONT_SCRAMBLING = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")
_ALGORITHM = re.compile(
    rb"EncryptionMethod[^<>]{0,200}?Algorithm\s{0,5}=\s{0,5}[\"']([^\"'<>]{1,200})"
)

REMOVE_PASSWORD = "remove the password, or give the auditor an unprotected copy"  # noqa: S105
REPLACE = "replace it with an intact copy, or exclude it"

_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError)


class Archive:
    """One opened container whose parts are read whole and checked."""

    def __init__(self, data: bytes, kind: str) -> None:
        self.kind = kind
        refuse_empty(data, kind)
        if data.startswith(OLE):
            _refuse_ole(data, kind)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except _DAMAGE as error:
            raise damaged(kind) from error
        _refuse_bomb(self._zip.infolist(), len(data))
        _refuse_encrypted(self)

    @property
    def names(self) -> list[str]:
        """The parts, in the order of the directory."""
        return self._zip.namelist()

    def read(self, name: str) -> bytes | None:
        """One part's bytes, or None if there is no such part."""
        try:
            return self._zip.read(name)
        except KeyError:
            return None
        except RuntimeError as error:
            raise encrypted(self.kind) from error
        except _DAMAGE as error:
            raise damaged(self.kind) from error

    def xml(self, name: str) -> Any | None:
        """The root element of a part, or None if it is absent or no XML."""
        data = self.read(name)
        return None if data is None else parse_xml(data)

    def require(self, name: str) -> None:
        """Refuse a container that lacks the part every such file has."""
        if name not in self.names:
            raise SkipError(
                SkipReason.CORRUPT, f"is a zip archive but no .{self.kind} file", REPLACE
            )


def parse_xml(data: bytes) -> Any | None:
    """Parse XML without entities, DTDs or network; None for what is no XML."""
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def refuse_empty(data: bytes, kind: str) -> None:
    """Raise for a file of 0 bytes."""
    if not data:
        raise SkipError(
            SkipReason.CORRUPT, f"is empty (0 bytes), so it is no .{kind} file", REPLACE
        )


def damaged(kind: str) -> SkipError:
    """The error for a container that is cut off or broken."""
    return SkipError(
        SkipReason.CORRUPT, f"is cut off or damaged: no readable .{kind} file", REPLACE
    )


def encrypted(kind: str) -> SkipError:
    """The error for a container that needs a password."""
    return SkipError(SkipReason.ENCRYPTED, f"this .{kind} file needs a password", REMOVE_PASSWORD)


@contextmanager
def failing_as_damage(kind: str) -> Iterator[None]:
    """Turn whatever a third-party reader raises on broken input into a typed skip."""
    try:
        yield
    except (SkipError, MemoryError, ImportError):
        raise
    except RecursionError as error:
        detail = f"this .{kind} file is nested too deeply to be read"
        raise SkipError(SkipReason.CORRUPT, detail, REPLACE) from error
    except Exception as error:
        raise damaged(kind) from error


def _refuse_ole(data: bytes, kind: str) -> None:
    if ENCRYPTED_PACKAGE in data:
        raise encrypted(kind)
    raise SkipError(
        SkipReason.CORRUPT,
        f"is an old binary Office file named .{kind}",
        f"open it in its program and save it as .{kind}",
    )


def _refuse_bomb(entries: list[zipfile.ZipInfo], packed: int) -> None:
    unpacked = sum(entry.file_size for entry in entries)
    bloated = unpacked > _RATIO_COUNTS_FROM and unpacked > _MAX_RATIO * packed
    if unpacked > _MAX_UNPACKED or bloated or len(entries) > _MAX_ENTRIES:
        detail = f"unpacks from {packed:,} to {unpacked:,} bytes in {len(entries):,} parts"
        raise SkipError(SkipReason.TOO_LARGE, detail, "split it, or exclude it")


def _refuse_encrypted(archive: Archive) -> None:
    if any(entry.flag_bits & 1 for entry in archive._zip.infolist()):
        raise encrypted(archive.kind)
    if archive.kind == "odt" and b"encryption-data" in (
        archive.read("META-INF/manifest.xml") or b""
    ):
        raise encrypted(archive.kind)
    if archive.kind == "epub":
        used = _ALGORITHM.findall(archive.read("META-INF/encryption.xml") or b"")
        if any(name.decode("latin-1") not in _FONT_SCRAMBLING for name in used):
            detail = "this .epub file is locked by digital rights management"
            raise SkipError(SkipReason.ENCRYPTED, detail, "give the auditor an unprotected copy")
