"""Names in code: finding them, and telling a definition from a use. Every pattern is linear."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

_NAME = re.compile(rb"[A-Za-z_][A-Za-z0-9_]*(?:-[A-Za-z0-9_]+)*")
_PROSE = frozenset(
    (".md", ".mdx", ".markdown", ".rst", ".txt", ".adoc", ".asciidoc", ".org", ".html", ".htm",
     ".po", ".pot", ".svg", ".csv", ".tsv", ".lock", ".map", ".xlf", ".ipynb", ".pdf", ".patch")
)  # fmt: skip
_PROSE_NAMES = re.compile(
    r"(?:change(?:log|s)|history|news|readme|authors|contributors|releases?|copying|licen[cs]e)"
    r"(?:[-_.].{0,40})?",
    re.IGNORECASE,
)
_NOT_THE_PRODUCT = re.compile(
    r"(?:.*/)?(?:tests?|testing|spec|specs|__tests__|test[-_]?data|fixtures|examples?|samples?|demo"
    r"|demos|docs?|documentation|website|vendor|third[-_]party|node_modules|benchmarks?|scripts|ci"
    r"|tools|\.[^/]+)/.*|(?:.*/)?(?:test_[^/]*|conftest\.py|[^/]*[._]test\.[^/]*|[^/]*\.spec\.[^/]*"
    r"|[^/]*\.(?:d\.ts|min\.js|gypi?|gni?|bzl|bazel|mk|am|cmake)|setup\.(?:py|cfg)|tox\.ini"
    r"|pyproject\.toml|package\.json|noxfile\.py|makefile|\.[^/]*)",
    re.IGNORECASE,
)
_SETTINGS = frozenset((".yml", ".yaml", ".toml", ".ini", ".cfg", ".conf", ".json", ".properties"))
_TYPED = frozenset((".ts", ".tsx", ".js", ".jsx", ".mjs", ".flow"))
_FIELD = (
    rb"\??\s*:\s*(?:\{\s*$"
    rb"|(?:boolean|string|number|Array|Record|Map|Set|Glob|Path)\b.{0,80}[,;]\s*$)"
)
_KEYWORDS = (
    rb"\b(?:def|class|func|function|fn|interface|struct|enum|trait|type|module|namespace|const|let"
    rb"|var|define|macro_rules!|typedef|sub|record|protocol|object|val)\s+(?:\([^()]{0,100}\)\s*)?"
)
_MODIFIERS = (
    rb"^\s*(?:(?:public|private|protected|static|final|abstract|virtual|async|export|override"
    rb"|inline|extern|pub|internal)\s+){1,6}(?:[\w<>\[\],.*&:?]{1,80}\s+){0,4}"
)
_DECLARES = re.compile(
    rb"add_argument|add_option|add_flag|\b[Oo]ption\s*\(|\.option\b|\bopts?\.on\b|\bflag|Flag|\bArg\b"
    rb"|argument\s*\(|\bopt(?:ion)?\s*[(\"']|\bon\s*\(?[\"']-|help\s*[=:]|describe\s*:"
)
"""A call that declares an option, rather than one that passes it to another program."""
DEFINED = re.compile(
    _KEYWORDS + rb"([A-Za-z_]\w{3,80})|^([A-Za-z_]\w{3,80})\s*(?::[^=\n]{0,80})?=(?!=)"
    rb"|\b(?:self|this)\.([A-Za-z_]\w{3,80})\s*(?::[^=\n]{0,80})?=(?!=)"
    rb"|[\"'`](--[a-z][\w-]{1,60})[\"'`=, /]"
)
"""What a line defines, for looking for a successor."""


def names_in(data: bytes) -> set[bytes]:
    """Every name in a file; of `max-size` its parts, too: it may be a subtraction."""
    found = set(_NAME.findall(data))
    for name in [name for name in found if b"-" in name]:
        found.update(name.split(b"-"))
    return found


def is_code(path: str) -> bool:
    """Whether a file may hold code rather than text about it."""
    file = PurePosixPath(path)
    suffix = file.suffix.lower()
    return suffix not in _PROSE and not (not suffix and _PROSE_NAMES.fullmatch(file.name))


def is_product(path: str) -> bool:
    """Whether a file is the product itself: no test, example, script or project setting."""
    return is_code(path) and _NOT_THE_PRODUCT.fullmatch(path) is None


def spellings(name: str) -> tuple[bytes, ...]:
    """How a name may be written in code: `--max-size` is made of `max_size`, too."""
    bare = name.removeprefix("--")
    forms = (bare, bare.replace("-", "_")) if name.startswith("--") else (bare,)
    return tuple(form.encode() for form in forms)


def defines(line: bytes, name: str, path: str, above: bytes = b"") -> bool:
    """Whether a line of code defines a name, so that the code base is where it comes from.

    `above` holds the lines right above it: an option may be declared on several.
    """
    if name.startswith("--"):
        return _declares_option(line, name, above)
    word = re.escape(name.encode()) + rb"(?![\w-])"
    if re.search(rb"(?<!self)(?<!this)(?<!cls)[.:]" + word, line):
        # `class X(babel.X)`, `X = other.X`: it comes from elsewhere under the same name.
        return False
    patterns = [
        _KEYWORDS + word,
        rb"^" + word + rb"\s*(?::[^=\n]{0,80})?=(?!=)",
        rb"\b(?:self|this)\." + word + rb"\s*(?::[^=\n]{0,80})?=(?!=)",
        _MODIFIERS + word,
    ]
    if name.isupper():
        patterns += [rb"[\"']" + word + rb"[\"']", rb"^\s*" + word + rb"\s*=(?!=)"]
    suffix = PurePosixPath(path).suffix.lower()
    if suffix in _TYPED:
        patterns.append(rb"^\s*" + word + _FIELD)
    if suffix in _SETTINGS:
        patterns.append(rb"^\s*[\"']?" + word + rb"[\"']?\s*[:=]")
    return any(re.search(pattern, line) for pattern in patterns)


def _declares_option(line: bytes, name: str, above: bytes) -> bool:
    bare = re.escape(name.removeprefix("--").encode())
    if re.search(rb"^\s*[\"']?" + bare + rb"[\"']?\s*:\s*\{\s*$", line):
        return True
    literal = rb"[\"'`]--" + bare + rb"(?:[\"'`=, /]|$)"
    alone = line.lstrip()[:1] in (b'"', b"'", b"`")
    declared = _DECLARES.search(line) or (_DECLARES.search(above) if alone else None)
    return declared is not None and re.search(literal, line) is not None
