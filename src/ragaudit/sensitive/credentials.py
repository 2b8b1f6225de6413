"""Finds passwords and keys that stand behind a word for them: `Password: …`, `api_key = "…"`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ragaudit.sensitive.hits import Hit, Topic, Weight
from ragaudit.sensitive.passwords import is_password, looks_drawn
from ragaudit.sensitive.placeholders import is_placeholder

_WORD = re.compile(
    r"pass(?:word|wd|phrase|code)|passwor[dt]|kennwort|contraseña|mot de passe|\bpwd|secret|token"
    r"|(?:api|access|auth|account|signing|encryption|private)[ _.-]?key",
    re.IGNORECASE,
)
_HINTS = ("pass", "pwd", "secret", "token", "key", "kennwort", "contrase")
_NAME = re.compile(r"[\w.-]{0,40}\Z")
_REST = re.compile(
    r"(?P<after>[\w-]{0,20})(?: (?:for|of|to|on)(?: [\w./'’-]{1,30}){1,5}?)?"
    r"(?P<link>[\"'`*_\\]{0,4}\s{0,3}(?:=>|:=|[:=]|\bis\b|\bist\b)\s{0,3}[\"'`*_(\\]{0,4})"
    r"(?P<value>[^\s\"'`<>]{6,200})",
    re.IGNORECASE,
)
_AWS = re.compile(r"(?<![A-Za-z0-9/+=])[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=])")
_AWS_NAME = re.compile(r"aws|secret[ _-]?access[ _-]?key", re.IGNORECASE)
_NO_SECRET = re.compile(
    r"(?:public|csrf|xsrf|primary|foreign|sort|partition|cache|host|id$|_id\b|url|uri|name|path|file"
    r"|type|length|size|policy|reset|expir|ttl|hint|count|limit|field|label|manager|vault|hash"
    r"|endpoint|address|version|arn\b|ref\b|format|rotation|usage|method)",
    re.IGNORECASE,
)
_TRAILING = ".,;:!?)]}*_|\\"


def credentials(text: str, runs: str) -> Iterator[Hit]:
    """Yield values that look like credentials, and those merely worth hiding."""
    lower = text.lower()
    if not any(hint in lower for hint in _HINTS):
        return
    if _AWS.search(runs):
        yield from _aws(text)
    for word in _WORD.finditer(text):
        match = _REST.match(text, word.end())
        value = match["value"].rstrip(_TRAILING) if match else ""
        if match is None or value.startswith("[redacted") or len(value) < 6:
            continue
        before = _NAME.search(text, max(0, word.start() - 40), word.start())
        name = (before[0] if before else "") + word[0] + match["after"]
        weight = Weight.REPORT if _is_credential(name, word[0], match) else Weight.HIDE
        start = match.start("value")
        yield Hit(Topic.CREDENTIAL, _kind(word[0]), start, start + len(value), weight)


def _aws(text: str) -> Iterator[Hit]:
    for match in _AWS.finditer(text):
        named = _AWS_NAME.search(text, max(0, match.start() - 60), match.start())
        if named and looks_drawn(match[0]) and not is_placeholder(match[0], entropy=3.5):
            yield Hit(Topic.SECRET, "AWS secret access key", *match.span())


def _kind(word: str) -> str:
    lower = word.lower()
    if "key" in lower:
        return "key"
    return lower if lower in ("token", "secret") else "password"


def _is_credential(name: str, word: str, match: re.Match[str]) -> bool:
    value = match["value"].rstrip(_TRAILING)
    if _NO_SECRET.search(name) or not is_password(value):
        return False
    if _kind(word) == "password":
        return "is" not in match["link"] or any(char.isdigit() for char in value)
    return len(value) >= 16 and looks_drawn(value) and not is_placeholder(value, entropy=3.0)
