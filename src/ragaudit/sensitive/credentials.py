"""Finds passwords and keys that stand behind a word for them: `Password: …`, `api_key = "…"`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ragaudit.sensitive.hits import Hit, Topic, Weight
from ragaudit.sensitive.passwords import is_password, looks_drawn
from ragaudit.sensitive.placeholders import is_placeholder

_HINTS = {
    "pass": re.compile(r"pass(?:word|wd|phrase|code|wor[dt])", re.IGNORECASE),
    "pwd": re.compile(r"(?<![A-Za-z])pwd", re.IGNORECASE),
    "secret": re.compile(r"secret", re.IGNORECASE),
    "token": re.compile(r"token", re.IGNORECASE),
    "key": re.compile(r"key", re.IGNORECASE),
    "kennwort": re.compile(r"kennwort", re.IGNORECASE),
    "contraseña": re.compile(r"contraseña", re.IGNORECASE),
    "mot de passe": re.compile(r"mot de passe", re.IGNORECASE),
}
"""What to look for at each place of a text in lower case."""
_WHICH_KEY = re.compile(
    r"(?:api|access|auth|account|encryption|private|app|service|license|licence)[ _.-]?\Z",
    re.IGNORECASE,
)
_NAME = re.compile(r"(?:[A-Za-z]{1,20} )?[\w.?&-]{0,40}\Z")
_REST = re.compile(
    r"(?P<after>[\w-]{0,20})(?: (?:for|of|to|on)(?: [\w./'’-]{1,30}){1,5}?)?"
    r"(?P<link>[\"'`*_\\]{0,4}[ \t]{0,3}(?:=>|:=|[:=]|\bis\b|\bist\b)"
    r"[ \t]{0,3}[\"'`*_(\\]{0,4}[ \t]{0,2})"
    r"(?P<value>[^\s\"'`<>]{6,200})",
    re.IGNORECASE,
)
_AWS = re.compile(r"(?<![A-Za-z0-9/+=])[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=])")
_AWS_NAME = re.compile(r"(?i:secret)[ _-]?(?i:access)[ _-]?(?i:key)|(?i:aws)_(?i:secret)")
_NO_SECRET = re.compile(
    r"(?:public|signingkey|commit|sha\d|checksum|digest|revision|md5|csrf|xsrf|primary|foreign|sort|partition|cache|host|id$|_id\b|url|uri|name|path|file"
    r"|type|length|size|policy|reset|expir|ttl|hint|count|limit|field|label|manager|vault|hash"
    r"|endpoint|address|version|arn\b|ref\b|format|rotation|usage|method)",
    re.IGNORECASE,
)
_SHORT_LIVED = re.compile(
    r"(?:access|refresh|request|session|page|sync|feed|next|continuation|cursor|order|instrument"
    r"|validation|call|id|device|push|cancel\w*)[_.-]?token",
    re.IGNORECASE,
)
"""What an interface answers with, in the examples of its documentation."""
_JOINING = re.compile(r"[?&]pwd\Z|^\.", re.IGNORECASE)
"""The link to a meeting lets in whom it is sent to; that is its purpose."""
_TRAILING = ".,;:!?)]}*_|\\"


def credentials(text: str) -> Iterator[Hit]:
    """Yield values that look like credentials, and those merely worth hiding."""
    lower = text.lower()
    if "secret" in lower and ("access" in lower or "aws" in lower):
        yield from _aws(text)
    for start, end in _words(text, lower if len(lower) == len(text) else text):
        match = _REST.match(text, end)
        value = match["value"].rstrip(_TRAILING) if match else ""
        if match is None or value.startswith("[redacted") or len(value) < 6:
            continue
        before = _NAME.search(text, max(0, start - 40), start)
        word = text[start:end].lower()
        name = (before[0] if before else "") + word + match["after"]
        weight = Weight.REPORT if _is_credential(name, word, match) else Weight.HIDE
        at = match.start("value")
        yield Hit(Topic.CREDENTIAL, _kind(word), at, at + len(value), weight)


def _words(text: str, lower: str) -> Iterator[tuple[int, int]]:
    """Where a word for a secret stands."""
    for hint, pattern in _HINTS.items():
        at = lower.find(hint)
        while at >= 0:
            match = pattern.match(text, at)
            known = hint != "key" or _WHICH_KEY.search(text, max(0, at - 12), at)
            if match and known:
                yield match.span()
            at = lower.find(hint, at + len(hint))


def _aws(text: str) -> Iterator[Hit]:
    for match in _AWS.finditer(text):
        named = _AWS_NAME.search(text, max(0, match.start() - 60), match.start())
        if named and looks_drawn(match[0]) and not is_placeholder(match[0], entropy=3.5):
            yield Hit(Topic.SECRET, "AWS secret access key", *match.span())


def _kind(word: str) -> str:
    return word if word in ("key", "token", "secret") else "password"


def _is_credential(name: str, word: str, match: re.Match[str]) -> bool:
    value = match["value"].rstrip(_TRAILING)
    if _NO_SECRET.search(name) or not is_password(value) or _JOINING.search(name):
        return False
    if _SHORT_LIVED.search(name):
        return False
    if _kind(word) == "password":
        return "is" not in match["link"] or any(char.isdigit() for char in value)
    return len(value) >= 16 and looks_drawn(value) and not is_placeholder(value, entropy=3.0)
