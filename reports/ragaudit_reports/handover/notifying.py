"""Messages by e-mail, Slack, Teams, webhook and whatever else apprise knows."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from ragaudit.contracts import Notifier
from ragaudit.errors import MalformedError, MissingExtraError, TransientError
from ragaudit.model import Message

_HINT = "pip install 'ragaudit[alerts]'"
_REACH = "check the address, and that it can be reached from here"
_STATUS = re.compile(r"error=(\d{3})\b")
_TAKES = {"NotifyWorkflows": 20_000}
"""Characters where the library's own limit (1,000) is far below the service's: Teams takes 28 KB,
https://learn.microsoft.com/microsoftteams/limits-specifications-teams."""
_LEAST = 900


class AppriseNotifier(Notifier):
    """Sends through the `apprise` library; addresses are in its spelling."""

    def check(self, address: str) -> str:
        """See `Notifier.check`."""
        with _logged(_library()) as _:
            made = _made(address)
        return "" if made is not None else "apprise cannot read its address"

    def longest(self, address: str) -> int:
        """See `Notifier.longest`."""
        with _logged(_library()) as _:
            made = _made(address)
        return max(_LEAST, _TAKES.get(type(made).__name__, int(getattr(made, "body_maxlen", 0))))

    def send(self, address: str, message: Message) -> None:
        """See `Notifier.send`. Of a failure the library tells no more than a status, in its log."""
        library = _library()
        with _logged(library) as log:
            made = _made(address)
            if made is None:
                raise MalformedError("apprise cannot read the address")
            sender = library.Apprise()
            sender.add(made)
            try:
                taken = sender.notify(
                    title=message.title, body=message.body, body_format=library.NotifyFormat.TEXT
                )
            except Exception as error:  # a hundred services, each with its own
                raise TransientError(f"it was not taken ({type(error).__name__})", _REACH) from None
        if not taken:
            told = next((m[1] for line in log if (m := _STATUS.search(line))), None)
            raise TransientError(f"it was not taken{f' (status {told})' if told else ''}", _REACH)


def _made(address: str) -> Any:
    return _library().Apprise.instantiate(address, suppress_exceptions=True)


def _library() -> Any:
    try:
        import apprise
    except ImportError as error:
        raise MissingExtraError("alerts need apprise, which is not installed", _HINT) from error
    return apprise


class _Kept(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())


@contextmanager
def _logged(library: Any) -> Iterator[list[str]]:
    """What the library logs meanwhile; nobody else sees it, as there are addresses in it."""
    logger, kept = logging.getLogger(library.logger.name), _Kept()
    before = logger.propagate, logger.level, logger.handlers
    logger.propagate, logger.handlers = False, [kept]
    logger.setLevel(logging.WARNING)
    try:
        yield kept.lines
    finally:
        logger.propagate, logger.handlers = before[0], before[2]
        logger.setLevel(before[1])
