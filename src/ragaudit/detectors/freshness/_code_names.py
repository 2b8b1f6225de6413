"""Names in a document that are formatted as code: what may be looked up in a code base."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

from ragaudit.contracts import Extractor, Feature
from ragaudit.model import Block, BlockKind, Content

NAMES = "code names"
_MOST = 3000
_BLOCK = 20_000

_SPAN = re.compile(r"(\{?:?[a-z][a-z:]{0,20}:?\}?)?(?<!`)(`{1,2})(?!`)([^`\n]{2,160})\2(?!`)(_?)")
_TAG = re.compile(r"<(?:code|tt|kbd|samp)(?:\s[^<>]{0,200})?>([^<>\n]{2,160})</")
_ROLES = frozenset(
    ("func", "class", "meth", "attr", "exc", "data", "obj", "const", "envvar", "option", "confval",
     "setting", "py", "c", "cpp", "js", "file", "code")
)  # fmt: skip
_SHELL = frozenset(("bash", "sh", "shell", "zsh", "console", "shell-session", "terminal", "fish"))
_FENCE = re.compile(r"[ \t]{0,12}(?:`{3,}|~{3,})[ \t]*\{?([\w+-]{0,30})")
_PROMPT = re.compile(r"[ \t]{0,16}\$ ")

_PATH = re.compile(r"(?:\./)?((?:[\w@.+-]{1,80}/){2,12}[\w@+-]{1,80}(?:\.[\w]{1,12}){1,3})")
"""Short paths and usual names (`docs/index.rst`) may as well be of the reader's own project."""
_USUAL = re.compile(
    r"(?:.*/)?(?:index|readme|main|app|config|conf|settings|setup|__init__|init|requirements|package"
    r"|makefile|dockerfile|license)(?:\.\w{1,12}){0,2}",
    re.IGNORECASE,
)
_FLAG = re.compile(r"(?<![\w-])--[a-z][a-zA-Z0-9]{1,40}(?:-[a-z0-9]{1,40}){0,8}(?![\w-])")
_UPPER = re.compile(r"(?<![\w-])[A-Z][A-Z0-9]{1,40}(?:_[A-Z0-9]{1,40}){1,8}(?![\w-])")
_DOTTED = re.compile(
    r"[~!]?@?([A-Za-z_]\w{0,80}(?:(?:\.|::|#)[A-Za-z_]\w{0,80}){0,8})"
    r"(?:\([^()]{0,100}\))?(?:=.{0,60})?"
)
_CAMEL = re.compile(r"[a-z0-9][A-Z]|[A-Z]{2}[a-z]{2}")
_MADE_UP = re.compile(
    r"(?:^|[_-])(?:my|your|foo|bar|baz|qux|some|example|sample|dummy|xxx)(?=[_A-Z-]|$)",
    re.IGNORECASE,
)
_WELL_KNOWN = re.compile(
    r"(?:LC|XDG|AWS|GOOGLE|AZURE|GITHUB|GITLAB|CI|CIRCLE|TRAVIS|SSH|GIT|DOCKER|COMPOSE|PIP|NPM|NODE"
    r"|JAVA|MAVEN|GRADLE|SSL|CURL|TERM|DBUS|POSTGRES|MYSQL|REDIS|KUBERNETES|HEROKU|VERCEL|NETLIFY)_"
    r".{1,80}|(?:HTTPS?|FTP|ALL|NO|SOCKS5?)_PROXY|VIRTUAL_ENV|NO_COLOR|FORCE_COLOR|LD_LIBRARY_PATH"
    r"|REQUESTS_CA_BUNDLE|SOURCE_DATE_EPOCH|DATABASE_URL|RAILS_ENV|RACK_ENV|CMAKE_.{1,60}"
)
"""Variables of operating systems, build services and other people's tools."""
_THEIRS = re.compile(
    r"\s{0,16}\$?\s{0,4}(?:sudo\s{1,4})?(?:pip3?|python[\d.]{0,4} -m (?:pip|venv)|virtualenv|pipx?"
    r"|uv|poetry|conda|docker(?:-compose)?|podman|kubectl|helm|git|hub|gh|npm|npx|yarn|pnpm|curl"
    r"|wget|apt(?:-get)?|brew|yum|dnf|apk|gem|bundle|cargo|rustup|go|make|cmake|gcc|tar|ssh|scp"
    r"|rsync|aws|gcloud|az|terraform|ansible[\w-]{0,20}|systemctl|psql|mysql|redis-cli|openssl"
    r"|gunicorn|uvicorn|twine|tox|pytest)\b"
)
"""Command lines of well-known programs: their options are not the product's."""
_PARTING = re.compile(
    r"\b(?:removed|removal|deprecat\w{1,6}|renam\w{1,4}|replaced (?:by|with)|no longer|formerly"
    r"|previously|used to|obsolete|legacy|in favou?r of|prior to|dropped|was called|discontinued"
    r"|retired|(?:before|until|older than|earlier|old|past) (?:versions?|releases?|v?\d)"
    r"|migrat\w{1,5}|upgrad\w{1,4}|breaking changes?|changed in|(?:does|did|do) not exist"
    r"|instead of|not yet|planned|proposed|since v?\d|in v?\d+\.\d+)\b",
    re.IGNORECASE,
)
"""Says that a name is not there on purpose: it is gone, or has yet to come."""
_NOTED = re.compile(
    r"[ \t]{0,40}\.\. (?:version(?:changed|added|removed)|deprecated(?:-removed)?)::"
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A name where it is first mentioned."""

    name: str
    line: int


class CodeNames(Extractor):
    """One feature a document: every name worth looking up, with its first line."""

    name = "code names/1"

    def extract(self, content: Content) -> Iterator[Feature]:
        """Yield the names, if there are any."""
        found: dict[str, int] = {}
        for block in content.blocks:
            if len(found) > _MOST:
                break
            for name, line in _of_block(block, content):
                found.setdefault(name, line)
        if found:
            yield Feature(NAMES, json.dumps(found))


def mentions(feature: Feature) -> list[Mention]:
    """Read the names back."""
    return [Mention(name, line) for name, line in json.loads(feature.value).items()]


def _of_block(block: Block, content: Content) -> Iterator[tuple[str, int]]:
    raw = content.text[block.span.start : block.span.end][:_BLOCK]
    if block.kind is BlockKind.CODE:
        yield from _of_shell(raw, block.span.line)
        return
    if not any(mark in raw for mark in ("`", "<code", "<tt", "<kbd", "<samp")):
        return
    if _PARTING.search(" ".join((*block.heading_path, block.text[:_BLOCK]))):
        return
    if _is_noted(block, content.text):
        return
    for at, code in _spans(raw):
        for name in names_of(code):
            yield name, block.span.line + raw.count("\n", 0, at)


def _spans(raw: str) -> Iterator[tuple[int, str]]:
    for match in _SPAN.finditer(raw):
        role, ticks, code, link = match.groups()
        words = (role or "").strip("{}:").split(":")
        known = not role or not role.endswith((":", "}")) or words[0] in _ROLES
        # In reStructuredText `text <target>`_ is a link, and so is `name`_.
        if known and not link and not (ticks == "`" and role and " <" in code):
            yield match.start(), code
    for match in _TAG.finditer(raw):
        yield match.start(), match[1]


def _of_shell(raw: str, line: int) -> Iterator[tuple[str, int]]:
    """Options, variables and paths of commands; what a program prints is left out."""
    fence = _FENCE.match(raw)
    shell = fence is not None and fence[1].lower() in _SHELL
    lines = raw.split("\n")
    prompts = any(map(_PROMPT.match, lines))
    for at, text in enumerate(lines):
        command = _PROMPT.match(text) if prompts else shell
        if command and not text.lstrip().startswith("#") and not _PARTING.search(text):
            yield from ((name, line + at) for name in _of_command(text))


def _of_command(text: str) -> Iterator[str]:
    """Options and variables of a command line, unless the program is somebody else's."""
    if not _THEIRS.match(text):
        yield from filter(_is_ours, (*_FLAG.findall(text), *_UPPER.findall(text)))


def _is_noted(block: Block, text: str) -> bool:
    """Whether a block belongs to a note such as `.. versionchanged:: 2.0`."""
    start = text.rfind("\n", 0, block.span.start) + 1
    own = text[start : block.span.end]
    indent = len(own) - len(own.lstrip(" \t"))
    if _NOTED.match(own):
        return True
    for line in reversed(text[max(0, start - 2000) : start].splitlines()):
        if line.strip() and len(line) - len(line.lstrip(" \t")) < indent:
            return _NOTED.match(line) is not None
    return False


def names_of(code: str) -> Iterator[str]:
    """The names in a piece of code that are particular enough to be looked up."""
    text = code.strip().strip("\"'")
    if _THEIRS.match(text) and " " in text:
        return
    found = [*_FLAG.findall(text), *_UPPER.findall(text)]
    if (match := _PATH.fullmatch(text)) is not None:
        found += [] if _USUAL.fullmatch(match[1]) else [match[1]]
    elif (match := _DOTTED.fullmatch(text)) is not None:
        found += [part for part in re.split(r"\.|::|#", match[1]) if _is_particular(part)]
    yield from filter(_is_ours, dict.fromkeys(found))


def _is_ours(name: str) -> bool:
    """Whether a name may be the product's, rather than an example's or the system's."""
    return not _MADE_UP.search(name) and not _WELL_KNOWN.fullmatch(name)


def _is_particular(name: str) -> bool:
    """Whether a word is a name of something rather than any word."""
    plain = name.strip("_")
    if len(plain) < 5 or name.startswith("__"):
        return False
    return "_" in plain or _CAMEL.search(plain) is not None
