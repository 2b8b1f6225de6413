"""Policies as statements about reading one object."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ragaudit_connectors.s3.conditions import Request, Tri, both, either, holds, negated
from ragaudit_connectors.s3.wildcards import filled, has_variable, wildcard

READ = "s3:GetObject"
_PLAIN = re.compile(r"[^*?$]*")
_PERSONAL = (
    "aws:username", "aws:userid", "aws:principalarn", "aws:principaltag/", "aws:principaltype",
    "aws:principalaccount",
)  # fmt: skip
"""Condition keys that depend on who asks and are known for users that IAM lists."""


class PolicyError(ValueError):
    """A document that is no policy."""


@dataclass(frozen=True)
class Statement:
    """One statement that may be about reading objects."""

    allows: bool
    body: dict[str, Any]
    locator: str
    variables: bool = True
    """Whether `${…}` is a variable, as it is in policies of the newer version."""

    @cached_property
    def personal(self) -> bool:
        """Whether it may hold for some and not for others of those it names."""
        keys = json.dumps(self.body.get("Condition", {})).casefold()
        if any(key in keys for key in _PERSONAL):
            return True
        return self.variables and any(map(has_variable, self._resources))

    def applies(self, arn: str, request: Request) -> Tri:
        """Whether it is about reading an object, asked in a way."""
        about = self._about(arn, request)
        return about if about is False else both(iter((about, self._meets(request))))

    def concerns(self, objects: str) -> bool:
        """Whether it can be about anything in a bucket, whose objects begin with this."""
        if "NotResource" in self.body:
            return True
        return any(
            objects.startswith(start) or start.startswith(objects) for start, _ in self._patterns
        )

    def _about(self, arn: str, request: Request) -> Tri:
        found = either(
            self._fits(pattern, arn, request)
            for start, pattern in self._patterns
            if arn.startswith(start)
        )
        return negated(found) if "NotResource" in self.body else found

    def _fits(self, pattern: str, arn: str, request: Request) -> Tri:
        if self.variables and "${" in pattern:
            known = filled(pattern, request.known)
            if known is None:
                return None
            pattern = known
        return wildcard(pattern).fullmatch(arn) is not None

    def _meets(self, request: Request) -> Tri:
        condition = self.body.get("Condition")
        return True if not condition else holds(condition, request)

    @cached_property
    def _patterns(self) -> tuple[tuple[str, str], ...]:
        """Patterns, each with the plain text it begins with: most do not fit by that alone."""
        return tuple((_PLAIN.match(one)[0], one) for one in self._resources)  # type: ignore[index]

    @cached_property
    def _resources(self) -> tuple[str, ...]:
        return _texts(self.body.get("NotResource", self.body.get("Resource")))


def statements(document: Any, where: str) -> tuple[Statement, ...]:
    """The statements of a policy that are about reading objects. Raises `PolicyError`."""
    found = _parsed(document, where)
    listed = found.get("Statement", [])
    listed = listed if isinstance(listed, list) else [listed]
    variables = found.get("Version") == "2012-10-17"
    return tuple(_reading(listed, where, variables))


def _reading(listed: list[Any], where: str, variables: bool) -> Iterator[Statement]:
    for number, body in enumerate(listed, 1):
        if not isinstance(body, dict) or body.get("Effect") not in ("Allow", "Deny"):
            raise PolicyError(f"{where}: statement {number} is none")
        if _is_about_reading(body):
            sid = body.get("Sid")
            name = sid if isinstance(sid, str) and sid.isalnum() else f"statement {number}"
            yield Statement(body["Effect"] == "Allow", body, f"{where}: {name}", variables)


def _is_about_reading(body: dict[str, Any]) -> bool:
    if "NotAction" in body:
        return not _names_reading(_texts(body["NotAction"]))
    return _names_reading(_texts(body.get("Action")))


def _names_reading(actions: Iterable[str]) -> bool:
    return any(wildcard(action, any_case=True).fullmatch(READ) for action in actions)


def may_assume(document: Any) -> tuple[Statement, ...]:
    """The statements of a policy about taking on a role; their resources are roles."""
    found = _parsed(document, "trust policy")
    listed = found.get("Statement", [])
    return tuple(
        Statement(body.get("Effect") == "Allow", body, "sts:AssumeRole")
        for body in (listed if isinstance(listed, list) else [listed])
        if isinstance(body, dict) and _assumes(body)
    )


def _assumes(body: dict[str, Any]) -> bool:
    negative = "NotAction" in body
    actions = _texts(body.get("NotAction", body.get("Action")))
    named = any(wildcard(one, any_case=True).fullmatch("sts:AssumeRole") for one in actions)
    return named is not negative


def _parsed(document: Any, where: str) -> dict[str, Any]:
    if isinstance(document, str):
        try:
            document = json.loads(document)
        except (ValueError, RecursionError) as error:
            raise PolicyError(f"{where} is no JSON") from error
    if not isinstance(document, dict):
        raise PolicyError(f"{where} is no policy")
    return document


def _texts(value: Any) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    return tuple(one for one in value if isinstance(one, str)) if isinstance(value, list) else ()
