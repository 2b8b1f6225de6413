"""Secrets and personal data are replaced before any text is shown, logged or stored."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Protocol

_PLUGINS = (
    ("artifactory", "ArtifactoryDetector"),
    ("aws", "AWSKeyDetector"),
    ("azure_storage_key", "AzureStorageKeyDetector"),
    ("basic_auth", "BasicAuthDetector"),
    ("discord", "DiscordBotTokenDetector"),
    ("github_token", "GitHubTokenDetector"),
    ("gitlab_token", "GitLabTokenDetector"),
    ("jwt", "JwtTokenDetector"),
    ("mailchimp", "MailchimpDetector"),
    ("npm", "NpmDetector"),
    ("openai", "OpenAIDetector"),
    ("private_key", "PrivateKeyDetector"),
    ("pypi_token", "PypiTokenDetector"),
    ("sendgrid", "SendGridDetector"),
    ("slack", "SlackDetector"),
    ("square_oauth", "SquareOAuthDetector"),
    ("stripe", "StripeDetector"),
    ("telegram_token", "TelegramBotTokenDetector"),
    ("twilio", "TwilioKeyDetector"),
)
"""detect-secrets plugins with a structured pattern; the entropy and keyword ones are noise here."""

_KEYWORD = re.compile(
    r"(?i)\b(pass(?:word|wd|phrase|code)|pwd|secret|(?:api|access)[ _-]?key|(?:auth[ _-]?)?token)"
    r"(\s{0,3}(?:is|[:=])\s{0,3}[\"'`]?)([^\s\"'`<>{}]{6,200})"
)
_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
_CARD = re.compile(r"(?<![\d.-])\d(?:[ -]?\d){12,18}(?![\d-])")
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b")
_SSN = re.compile(r"(?<![\d-])(?!000|666|9)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\d-])")
_PHONE = re.compile(r"\+\d(?:[ ().-]{0,2}\d){8,14}")


_MAY_BE_TOKEN = re.compile(r"[\w./+=-]{14,}|-----|://")
"""Every structured secret has such a run; most quotes have none, and are done with quickly."""


class _Plugin(Protocol):
    secret_type: str

    denylist: Iterable[re.Pattern[str]]


def redact(text: str, *, emails: bool = True) -> str:
    """Return the text with every secret and personal detail replaced by `[redacted: kind]`.

    With `emails=False` addresses stay, for text that names the people to turn to.
    """
    out = text
    if _MAY_BE_TOKEN.search(text):
        for pattern, kind in _patterns():
            out = pattern.sub(kind, out)
    out = _KEYWORD.sub(_keep_keyword, out)
    out = _replace(out, _CARD, "card number", _luhn)
    out = _replace(out, _IBAN, "iban", _mod97)
    out = _replace(out, _SSN, "social security number", lambda _: True)
    out = _replace(out, _PHONE, "phone number", lambda _: True)
    return _replace(out, _EMAIL, "e-mail", lambda _: True) if emails else out


def _keep_keyword(match: re.Match[str]) -> str:
    if match[3].startswith("[redacted"):
        return match[0]
    return f"{match[1]}{match[2]}[redacted: secret]"


def _replace(text: str, pattern: re.Pattern[str], kind: str, valid: Callable[[str], bool]) -> str:
    return pattern.sub(lambda m: f"[redacted: {kind}]" if valid(m[0]) else m[0], text)


def _luhn(text: str) -> bool:
    """Luhn check (ISO/IEC 7812-1), 13 to 19 digits, not all the same."""
    digits = [int(c) for c in text if c.isdigit()]
    if not 13 <= len(digits) <= 19 or len(set(digits)) == 1:
        return False
    doubled = (2 * d - 9 if d > 4 else 2 * d for d in digits[-2::-2])
    return (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0


def _mod97(text: str) -> bool:
    """IBAN check (ISO 13616): the rearranged number leaves 1 when divided by 97."""
    compact = text.replace(" ", "")
    if not 15 <= len(compact) <= 34:
        return False
    return int("".join(str(int(c, 36)) for c in compact[4:] + compact[:4])) % 97 == 1


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Every pattern with what takes a secret's place."""
    from importlib import import_module

    plugins: list[_Plugin] = [
        getattr(import_module(f"detect_secrets.plugins.{module}"), name)()
        for module, name in _PLUGINS
    ]
    return tuple(
        (pattern, f"[redacted: {plugin.secret_type.lower()}]")
        for plugin in plugins
        for pattern in plugin.denylist
    )
