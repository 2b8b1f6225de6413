"""The lines of an IMAP access list (RFC 4314)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

READ = "r"


class Step(IntEnum):
    """How particular an identifier is, in Dovecot's order."""

    ANYONE = 0
    AUTHENTICATED = 1
    GROUP = 2
    OWNER = 3
    USER = 4
    OVERRIDE = 5


_WORDS = {"anyone": Step.ANYONE, "authenticated": Step.AUTHENTICATED, "owner": Step.OWNER}
_PREFIXES = (
    ("!$", Step.OVERRIDE),
    ("$", Step.GROUP),
    ("group=", Step.GROUP),
    ("group:", Step.GROUP),
    ("user=", Step.USER),
    ("user:", Step.USER),
)


@dataclass(frozen=True, slots=True)
class Right:
    """One identifier with its rights."""

    identifier: str
    """As the server shows it."""
    step: Step
    name: str
    rights: str
    negative: bool = False
    is_global: bool = False
    """From a list of the administrator, which goes before those of users."""

    @property
    def reads(self) -> bool:
        """Whether it is about reading."""
        return READ in self.rights

    @property
    def level(self) -> int:
        """Its place among all steps."""
        return self.step + (len(Step) if self.is_global else 0)


def read(identifier: str, rights: str) -> Right:
    """Take an identifier apart; a name without a mark is a user's."""
    name = identifier.removeprefix("-")
    negative = name != identifier
    is_global = name.startswith("#")
    name = name.removeprefix("#")
    step = _WORDS.get(name)
    if step is None:
        step = Step.USER
        for prefix, marked in _PREFIXES:
            if name.startswith(prefix) and name != prefix:
                name, step = name.removeprefix(prefix), marked
                break
    return Right(identifier, step, name, rights, negative, is_global)
