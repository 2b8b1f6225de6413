"""JSON with one record a line, in which nothing is invisible."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

# What JSON allows in a string but a terminal or an editor acts on.
_RISKY = re.compile(
    "[\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e0fff]"
)


def laid_out(parts: Mapping[str, Any]) -> str:
    """An object, one part a line; iterables other than lists are written one record a line."""
    return _RISKY.sub(_escaped, _object(parts)) + "\n"


def _object(parts: Mapping[str, Any]) -> str:
    lines = []
    for name, part in parts.items():
        if isinstance(part, str | dict | list):
            lines.append(f"{json.dumps(name)}: {_dump(part)}")
        else:
            records = ",\n".join(map(_dump, part))
            lines.append(f"{json.dumps(name)}: [\n{records}\n]" if records else f'"{name}": []')
    return "{\n" + ",\n".join(lines) + "\n}"


def _dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _escaped(match: re.Match[str]) -> str:
    code = ord(match[0])
    if 0xD800 <= code <= 0xDFFF:
        # No JSON text can carry half a surrogate pair: write its name, so names stay different.
        return f"\\\\u{code:04x}"
    return json.dumps(match[0])[1:-1] if code > 0x7F else "\\u007f"
