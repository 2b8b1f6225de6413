"""Where an owner is reached."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import quote

from ragaudit.errors import UsageError
from ragaudit.model import AlertSettings, Channel, Directory

EMAIL, OWNER = "{email}", "{owner}"
_EMAIL = re.compile(r"[^@\s<>\"',;]{1,64}@[^@\s<>\"',;]{1,190}")
_SAMPLES = {EMAIL: "owner@example.org", OWNER: "owner"}


def address_of(channel: Channel, environ: Mapping[str, str]) -> str:
    """A channel's address. Raises `UsageError` for a variable that is not set."""
    if channel.url_env is None:
        return channel.url
    if value := environ.get(channel.url_env, "").strip():
        return value
    raise UsageError(
        f"the environment variable {channel.url_env} of channel “{channel.name}” is not set",
        f"set {channel.url_env}",
    )


def is_personal(address: str) -> bool:
    """Whether every owner has an address of their own there."""
    return any(placeholder in address for placeholder in _SAMPLES)


def sample(address: str) -> str:
    """The address for somebody, to see whether it can be read."""
    for placeholder, value in _SAMPLES.items():
        address = address.replace(placeholder, value)
    return address


def filled(address: str, owner: str, settings: AlertSettings, directory: Directory) -> str:
    """The address for one owner. Raises `UsageError` where nobody knows it."""
    if EMAIL in address:
        email = _email(owner, settings.addresses, directory)
        _check(email, owner, settings.domains)
        address = address.replace(EMAIL, quote(email, safe="@"))
    return address.replace(OWNER, quote(owner or "nobody", safe=""))


def _email(owner: str, known: Mapping[str, str], directory: Directory) -> str:
    user = directory.user(owner) if owner else None
    if user is not None and not user.active and owner not in known:
        raise UsageError(
            f"“{owner}” has left, says the directory",
            "name another owner, or add an address to `alerts.addresses`",
        )
    for candidate in (known.get(owner), owner, user.email if user else None):
        if candidate and _EMAIL.fullmatch(candidate):
            return candidate
    if owner:
        raise UsageError(f"no e-mail address of “{owner}” is known", "add it to `alerts.addresses`")
    raise UsageError(
        "no e-mail address is known for what nobody owns", 'add one for `""` to `alerts.addresses`'
    )


def _check(email: str, owner: str, domains: tuple[str, ...]) -> None:
    """Anybody who writes a document can name its owner, also somebody outside."""
    domain = email.rpartition("@")[2].casefold().rstrip(".")
    if domains and domain not in {one.casefold().lstrip("@") for one in domains}:
        raise UsageError(
            f"the address of “{owner}” is in none of `alerts.domains`",
            "mend the owner, or add the domain",
        )
