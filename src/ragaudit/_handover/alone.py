"""One run at a time tells people: two that look before either acts would both tell."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from sqlalchemy import text

from ragaudit._store.database import WAIT_S, Database
from ragaudit.errors import StoreError

_LOCK = 0x7261_6768
"""The number of the advisory lock; another than that of the run history, which stays usable."""


@contextmanager
def alone(place: Path | str, wait_s: float = WAIT_S) -> Iterator[None]:
    """Keep others out who share a ledger. The lock ends with the process, however that ends.

    Raises `StoreError` where another run is not done after `wait_s` seconds.
    """
    ledger = Database(place, wait_s=wait_s)
    ours = False
    try:
        with ExitStack() as stack:
            if ledger.file is not None:
                _own_file(stack, ledger.file, wait_s)
            elif ledger.url.get_backend_name() == "postgresql":
                _in_database(stack, ledger, wait_s)
            ours = True
            yield
    except StoreError as error:
        if ours or "in use" not in error.message:
            raise
        raise StoreError(
            f"another run is telling people, and was so for {wait_s:g} s",
            "wait for it to end, then run again",
        ) from error


def _own_file(stack: ExitStack, ledger: Path, wait_s: float) -> None:
    lock = Database(ledger.with_name(f"{ledger.name}.lock"), wait_s=wait_s)
    stack.callback(lock.close)
    stack.enter_context(lock.writing())


def _in_database(stack: ExitStack, ledger: Database, wait_s: float) -> None:
    stack.callback(ledger.close)
    connection = stack.enter_context(ledger.reading())
    connection.execute(text(f"set lock_timeout = '{int(wait_s * 1000)}ms'"))
    connection.execute(text("select pg_advisory_lock(:n)"), {"n": _LOCK})
    # Held by the session, not by a transaction that would stay open meanwhile.
    connection.commit()
