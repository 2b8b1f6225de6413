"""As whom a question is asked, and what the target is sent to know it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from ragaudit.errors import AuthInvalidError, SkipError
from ragaudit.model import ProbePrincipal, ReaderKind
from ragaudit_probes.targets.http.auth import check_keys, check_secrets, parts
from ragaudit_probes.targets.http.options import HttpOptions
from ragaudit_probes.targets.http.template import NOTHING, Value, filled
from ragaudit_probes.targets.options import no_credentials, secret


@dataclass(frozen=True, slots=True)
class Identity:
    """Who asks. Secrets are in it only while a question is asked."""

    principal: ProbePrincipal | None
    """None for the account of the settings."""
    values: Mapping[str, Value] = field(default_factory=dict, repr=False)
    """What goes into gaps."""
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    cookies: Mapping[str, str] = field(default_factory=dict, repr=False)
    params: Mapping[str, str] = field(default_factory=dict, repr=False)

    def refused(self, told: str, action: str) -> SkipError | AuthInvalidError:
        """The error for a target that does not accept them."""
        if self.principal is None:
            return AuthInvalidError(told, action)
        return no_credentials(self.principal, told, action)


def identity(
    principal: ProbePrincipal | None,
    options: HttpOptions,
    gaps: frozenset[str],
    env: Mapping[str, str] | None = None,
) -> Identity:
    """What is sent for somebody.

    The oracle without `auth` is the account of the settings; nobody else is. Raises `SkipError`
    where nothing would tell the target who asks, `AuthInvalidError` for the account itself.
    """
    shown = _somebody(principal, options)
    auth: Mapping[str, str] = options.auth
    if shown is not None and (shown.kind is not ReaderKind.ORACLE or shown.auth):
        _check(shown, gaps)
        auth = shown.auth
    found = Identity(shown, _values(shown))
    kinds: dict[str, dict[str, str]] = {"header": {}, "cookie": {}, "param": {}, "field": {}}
    _fill(auth, found, kinds, lambda name: secret(name, shown, env))
    values = {**found.values, **{f"auth.{name}": text for name, text in kinds["field"].items()}}
    _complete(found, gaps - values.keys())
    return Identity(shown, values, kinds["header"], kinds["cookie"], kinds["param"])


def _somebody(principal: ProbePrincipal | None, options: HttpOptions) -> ProbePrincipal | None:
    """Who asks, where that matters to the target; its own account where not."""
    if principal is None or options.principals:
        return principal
    if principal.kind is not ReaderKind.ORACLE:
        raise no_credentials(principal, "the options say `principals: false`")
    return None


def _values(principal: ProbePrincipal | None) -> dict[str, Value]:
    if principal is None:
        return {}
    somebody = principal.kind is not ReaderKind.ANONYMOUS
    return {
        "principal.name": principal.name,
        "principal.who": (principal.who or principal.name) if somebody else None,
        "principal.kind": principal.kind.value,
        "principal.groups": list(principal.groups),
    }


def _fill(
    auth: Mapping[str, str],
    found: Identity,
    kinds: dict[str, dict[str, str]],
    value: Callable[[str], str],
) -> None:
    for key, template in auth.items():
        kind, name = parts(key)
        text = filled(template, found.values, value)
        if text is NOTHING:
            raise found.refused(f"there is nothing to send as `{key}`", "check `auth`")
        text = ",".join(text) if isinstance(text, list) else str(text)
        if kind in ("header", "cookie"):
            check_sendable(found, key, text)
        kinds[kind][name] = text


def _check(principal: ProbePrincipal, gaps: frozenset[str]) -> None:
    """Raise `SkipError` unless the question differs from one that the account asks."""
    try:
        check_keys(principal.auth)
        check_secrets(principal.auth)
    except ValueError as error:
        raise no_credentials(principal, f"its `auth`: {error}") from None
    if any(gap.startswith("principal.") for gap in gaps):
        return
    sent = [kind != "field" or f"auth.{name}" in gaps for kind, name in map(parts, principal.auth)]
    if any(sent):
        return
    if principal.kind is not ReaderKind.ANONYMOUS:
        told = "nothing that is sent tells the target who asks"
        raise no_credentials(principal, told, _HOW_TO_TELL)
    if any(gap.startswith("$") for gap in gaps):
        told = "a secret is sent with every question, so that it would not be asked as nobody"
        raise no_credentials(principal, told, "move the secret from `headers` to `auth`")


_HOW_TO_TELL = (
    "give the principal `auth`, put {principal.who} or {principal.groups} into the options, or say "
    "`principals: false` where it does not matter who asks"
)


def _complete(found: Identity, missing: frozenset[str]) -> None:
    """Nobody in particular may lack a field; for others a filter with a hole would be wider."""
    fields = sorted(gap for gap in missing if gap.startswith("auth."))
    principal = found.principal
    if fields and (principal is None or principal.kind is not ReaderKind.ANONYMOUS):
        name = fields[0].removeprefix("auth.")
        raise found.refused(f"there is no `field {name}` in `auth`", f"add `field {name}: …`")


def check_sendable(found: Identity, key: str, text: str) -> None:
    """Refuse what a header cannot carry: it would be cut, or be shown by the library's error."""
    plain = text.isascii() and text.isprintable() and text == text.strip()
    if plain and not (key.startswith("cookie") and set(text) & set(' ",;\\')):
        return
    told = f"what is to be sent as `{key}` has characters that it cannot carry"
    raise found.refused(told, "look for line breaks and spaces at the end of the variable")
