"""One seam for every format: bytes in, content or a typed skip out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from importlib import import_module

from ragaudit.errors import SkipError
from ragaudit.model import Content, Limits, SkipReason

from .formats import UNREADABLE, Format, format_of, is_templated

__all__ = ["Format", "format_of", "parse"]

_LIMITS = Limits()
_POINTERS = (
    b"version https://git-lfs.github.com/spec/",
    b"version https://hawser.github.com/spec/",
)
"""How a Git LFS pointer begins, by its specification."""
_POINTER_BYTES = 1_024
"""By the same specification; anything longer is text that somebody may have wanted to hide."""

Parser = Callable[[bytes, str, Limits], Content]

_PARSERS = {
    "markdown": ("markdown", "parse"),
    "html": ("html", "parse"),
    "text": ("plain", "parse"),
    "rst": ("rst", "parse"),
    "csv": ("table", "parse"),
    "tsv": ("table", "parse"),
    "json": ("json_", "parse"),
    "jsonl": ("json_", "parse_lines"),
    "xml": ("xml_", "parse"),
    "pdf": ("pdf", "parse"),
    "docx": ("office", "parse_docx"),
    "pptx": ("office", "parse_pptx"),
    "xlsx": ("office", "parse_xlsx"),
    "odt": ("office", "parse_odt"),
    "rtf": ("office", "parse_rtf"),
    "epub": ("office", "parse_epub"),
    "org": ("office", "parse_org"),
    "eml": ("mail", "parse_eml"),
    "msg": ("mail", "parse_msg"),
}
"""Format to module of this package and function; imported when first needed."""


def parse(data: bytes, path: str, format: str, limits: Limits = _LIMITS) -> Content:
    """Parse one file. Raises `SkipError`, and nothing else, where it cannot be read.

    A file whose bytes contradict its name is parsed as what it is; see `Content.detected`.
    """
    if not data:
        return Content(format=format, text="", encoding="utf-8", templated=is_templated(path))
    if len(data) > limits.max_bytes:
        raise SkipError(
            SkipReason.TOO_LARGE,
            f"{len(data):,} bytes, over the limit of {limits.max_bytes:,}",
            "split the file, exclude it, or raise `limits.max_bytes`",
        )
    if len(data) < _POINTER_BYTES and data.startswith(_POINTERS):
        raise SkipError(
            SkipReason.NOT_FETCHED,
            "is a Git LFS pointer: the file it stands for is not in this working copy",
            "run `git lfs pull`, or exclude it",
        )
    real = _real_format(data, path, format)
    content = _guarded(_parser_of(real, path), data, path, limits)
    return replace(content, detected=real) if real != format else content


def _real_format(data: bytes, path: str, format: str) -> str:
    from .sniff import check

    detected = check(data, path, format)
    if detected is None or detected == format:
        return format
    if detected in _PARSERS:
        return detected
    name = path.rpartition("/")[2]
    suffix = "." + name.rpartition(".")[2] if "." in name else f"“{name}”"
    action = UNREADABLE.get(detected, "put the intended file in its place, or exclude it")
    holds = f"named {suffix} but holds {detected.upper()} data"
    raise SkipError(SkipReason.CORRUPT, holds, action)


def _parser_of(format: str, path: str) -> Parser:
    if format not in _PARSERS:
        action = UNREADABLE.get(format, "convert it to a format ragaudit reads, or exclude it")
        raise SkipError(SkipReason.UNSUPPORTED, f"{format} files cannot be read", action)
    module, function = _PARSERS[format]
    found: Parser = getattr(import_module(f"{__name__}.{module}"), function)
    return found


def _guarded(parser: Parser, data: bytes, path: str, limits: Limits) -> Content:
    """Call a parser; whatever a library throws at broken input becomes a typed skip here."""
    try:
        return parser(data, path, limits)
    except SkipError:
        raise
    except MemoryError as error:
        raise SkipError(
            SkipReason.MEMORY, "parsing needs more memory than allowed", "split the file"
        ) from error
    except RecursionError as error:
        raise SkipError(
            SkipReason.CRASHED, "nested too deeply to be read", "flatten or exclude the file"
        ) from error
    except Exception as error:
        first = (str(error).strip().splitlines() or ["no message"])[0][:200]
        detail = f"the parser failed: {type(error).__name__}: {first}"
        raise SkipError(SkipReason.CRASHED, detail, "check that the file opens") from error
