"""What an LDAP server's answers and the library's exceptions mean for the user."""

from __future__ import annotations

from ragaudit.errors import (
    AuthInvalidError,
    MalformedError,
    ScopeMissingError,
    SourceError,
    TransientError,
)

OK, SIZE_LIMIT, REFERRAL, NO_OBJECT = 0, 4, 10, 32
_LATER = "check that the directory is up, then run again"
_ENCRYPT = "write `ldaps://…` to `url`, or set `start_tls: true`"
_BIND = "check `bind_dn` and the variable `password_env` names"
_AD_REASONS = {
    "data 525": "there is no such account",
    "data 532": "its password has expired",
    "data 533": "the account is disabled",
    "data 701": "the account has expired",
    "data 773": "its password must be changed first",
    "data 775": "the account is locked",
}
"""What Active Directory writes into the text of error 49."""


def of_result(code: int, text: str, host: str, base: str, count: int = 0) -> SourceError:
    """The error a result code stands for; `text` is the server's own and is not repeated."""
    if code in (SIZE_LIMIT, 11):
        told = f"{host} stops after {count:,} entries of “{base}”: a size limit of the server"
        hint = "leave `page_size` on, and ask for a higher limit for this account"
        return ScopeMissingError("list", "no size limit", told, hint)
    if code in (49, 48):
        reason = next((why for key, why in _AD_REASONS.items() if key in text), "")
        told = "wants a name and password" if code == 48 else "does not let the account in"
        return AuthInvalidError(f"{host} {told}{f': {reason}' if reason else ''}", _BIND)
    if code in (8, 13):
        return AuthInvalidError(f"{host} wants an encrypted connection", _ENCRYPT)
    if code == 50:
        told = f"{host}: the account may not read “{base}”"
        return ScopeMissingError("list", "read", told, "give the account the right to read it")
    if code in (3, 51, 52, 80):
        return TransientError(f"{host} cannot answer now (result {code})", _LATER)
    if code == NO_OBJECT:
        hint = "check `base`, and whether the account may see it"
        return MalformedError(f"{host} has no “{base}”, or does not show it", hint)
    if code == REFERRAL:
        hint = "name that server in `url`; referrals are never followed"
        return MalformedError(f"{host} says that “{base}” is on another server", hint)
    if code in (12, 53):
        hint = "try another `page_size`, or 0 for none"
        return MalformedError(f"{host} refuses to list “{base}” (result {code})", hint)
    return MalformedError(f"{host} answered with result {code}", "check `base` and the filters")


def of_exception(error: Exception, host: str) -> SourceError:
    """The error an exception stands for; of ldap3, or of what it does with bytes it gets."""
    kind, text = type(error).__name__, str(error).lower()
    if "doesn't match any name" in text:
        hint = "write the server's name to `url` as its certificate has it"
        return AuthInvalidError(f"{host} shows a certificate that is for another name", hint)
    if "certificate verify failed" in text:
        told = f"{host} shows a certificate nobody vouches for"
        return AuthInvalidError(told, "name the authority's certificate in `ca_file`")
    if "StartTLS" in kind:
        told = f"{host} does not encrypt the connection (StartTLS)"
        hint = f"{_ENCRYPT}; `insecure: true` does without and shows the password to the network"
        return AuthInvalidError(told, hint)
    if "Filter" in kind or "InvalidDn" in kind or "AttributeError" in kind:
        return MalformedError(f"a filter or name cannot be used: {_reason(error)}", "correct it")
    if kind.startswith("LDAP") or isinstance(error, OSError):
        return TransientError(f"{host} cannot be reached: {_reason(error)}", _LATER)
    return MalformedError(f"{host} answers with something that is no LDAP ({kind})", "check `url`")


def _reason(error: Exception) -> str:
    return (str(error) or type(error).__name__).splitlines()[0][:160]
