"""Made-up secrets in real formats, put together here so that no scanner takes them for real."""

from __future__ import annotations

import base64
import json
import random
import string

_ALNUM = string.ascii_letters + string.digits


def drawn(size: int, alphabet: str = _ALNUM, seed: int = 1) -> str:
    """Characters as a machine would draw them; the same for the same seed."""
    return "".join(random.Random(seed).choices(alphabet, k=size))


def hexed(size: int, seed: int = 1) -> str:
    """Hexadecimal digits as a machine would draw them."""
    return drawn(size, "0123456789abcdef", seed)


def jwt(**claims: object) -> str:
    """A signed token with these claims."""
    head, body = ({"alg": "RS256", "typ": "JWT"}, claims)
    parts = [
        base64.urlsafe_b64encode(json.dumps(p).encode()).decode().rstrip("=") for p in (head, body)
    ]
    return ".".join([*parts, drawn(86)])


def pem(what: str = "RSA PRIVATE KEY", lines: int = 4) -> str:
    """A key block with key data."""
    data = "\n".join(drawn(64, seed=n) for n in range(lines))
    return f"-----BEGIN {what}-----\n{data}\n-----END {what}-----"
