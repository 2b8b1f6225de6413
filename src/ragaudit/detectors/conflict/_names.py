"""Names a sentence gives for one slot: addresses, ports, versions, channels."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ragaudit.detectors.conflict._bounds import Bound, bound_of
from ragaudit.detectors.conflict._terms import stem
from ragaudit.detectors.conflict._value import Kind, Value

_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
_URL = re.compile(r"(?:https?://|www\.)[^\s<>\"'`)\]|]{3,200}", re.IGNORECASE)
_PHONE = re.compile(r"(?<![\w./-])(?:\+\d{1,3}[ ()/-]{0,2}|\(?0)\d(?:[ ()/-]{0,2}\d){5,12}(?!\w)")
_EXTENSION = re.compile(
    r"\b(?:ext(?:ension)?\.?|internal number|short dial|dial|call"
    r"|ring) (?P<n>\d{2,6})\b(?! ?(?:times|minutes|hours|days|people|%)|[ ()/-]{1,2}\d)",
    re.IGNORECASE,
)
_PORT = re.compile(
    r"\bports?\b(?: number)?(?: is| are|:| =|=| on| to)?\s?(?P<n>\d{2,5})\b"
    r"|\b(?P<n2>\d{2,5})/(?:tcp|udp)\b|\b[\w.-]+\.\w{2,}:(?P<n3>\d{2,5})\b",
    re.IGNORECASE,
)
_RELEASE = re.compile(
    r"\b(?P<n>\d{1,3}(?:\.\d{1,4}){1,2})\b(?=[^.;]{0,30}\b(?:version|release|newer|later"
    r"|oldest|newest|or higher|upwards|onwards?)\b)",
    re.IGNORECASE,
)
_VERSION = re.compile(
    r"\b(?P<of>[A-Z][\w+#.-]{1,24}|TLS|SSL|version|release)(?: version| release|:)?(?: is| of"
    r"| from| at least)? v?(?P<n>\d{1,3}(?:\.\d{1,4}){1,3}|(?<=version )\d{1,3})(?:\.x"
    r"|\+)?(?![\w%]|\.\d)"
    r"|\bv(?P<n2>\d{1,3}(?:\.\d{1,4}){0,3})\b",
)
_IP = re.compile(r"\b\d{1,3}(?:\.\d{1,3}){3}(?:/\d{1,2})?\b")
_CHANNEL = re.compile(r"(?<![\w&/])#[a-z][a-z0-9_-]{2,40}\b")
_SIGN = re.compile(r"[@\d#]|://|www\.", re.IGNORECASE)
"""Every address has one of these."""


def mask(text: str, values: list[Value]) -> str:
    """Blank out what has been read, so that its digits are not read again."""
    for value in values:
        text = f"{text[: value.start]}{'_' * (value.end - value.start)}{text[value.end :]}"
    return text


def addresses(sentence: str) -> Iterator[Value]:
    """Yield e-mail addresses, links, phone numbers, ports, versions and channels."""
    if not _SIGN.search(sentence):
        return
    for dimension, pattern in (
        ("email", _EMAIL),
        ("url", _URL),
        ("ip", _IP),
        ("phone", _PHONE),
        ("channel", _CHANNEL),
    ):
        for match in pattern.finditer(sentence):
            text = match[0].lower().rstrip(".,;:/")
            if dimension == "phone":
                text = re.sub(r"\D", "", text)[-9:]
            yield Value(
                Kind.NAME, f"name/{dimension}", text=text, start=match.start(), end=match.end()
            )
    for match in _EXTENSION.finditer(sentence):
        yield Value(
            Kind.NAME, "name/extension", text=match["n"], start=match.start("n"), end=match.end()
        )
    for match in _PORT.finditer(sentence):
        number = match["n"] or match["n2"] or match["n3"]
        if 20 <= int(number) <= 65_535:
            yield Value(Kind.NAME, "name/port", text=number, start=match.start(), end=match.end())
    for match in _VERSION.finditer(sentence):
        of = (
            stem(match["of"])
            if match["of"] and match["of"].lower() not in {"version", "release"}
            else ""
        )
        bound, hedged = bound_of(sentence, match.start(), match.end())
        if bound is Bound.EXACT and match["n"]:
            bound, hedged = bound_of(sentence, match.start("n"), match.end())
        number = match["n"] or match["n2"]
        yield Value(
            Kind.NAME,
            f"version/{of}",
            bound=bound,
            hedged=hedged,
            text=number,
            start=match.start(),
            end=match.end(),
        )
    for match in _RELEASE.finditer(sentence):
        bound, hedged = bound_of(sentence, match.start(), match.end())
        yield Value(
            Kind.NAME,
            "version/",
            bound=bound,
            hedged=hedged,
            text=match["n"],
            start=match.start(),
            end=match.end(),
        )
