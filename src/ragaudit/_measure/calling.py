"""Asks the target what was planned, each question once, and turns answers into documents."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import groupby
from typing import TypeVar

from ragaudit._engine.progress import Progress, Silent
from ragaudit._measure.mapping import Mapped
from ragaudit.contracts import Target
from ragaudit.errors import (
    AuthInvalidError,
    BudgetError,
    MissingExtraError,
    RagauditError,
    RateLimitedError,
    SkipError,
    TransientError,
    UsageError,
)
from ragaudit.model import Call, CallStatus, Hit, Outcome, ProbePrincipal, Retrieved, Role

T = TypeVar("T")
WINDOW = 64
"""Questions handed out before their answers are looked at."""
FOR_GOOD = (UsageError, AuthInvalidError, MissingExtraError, BudgetError)
"""Failures of the target as a whole; asking on would only repeat them."""
PASSING = (TransientError, RateLimitedError)
IN_A_ROW = 10
"""Questions without an answer, each tried several times, after which a target counts as down."""
NOT_ASKED = "not asked: the target had failed for good before"


ToDocuments = Callable[[Sequence[Hit]], Mapped]


@dataclass(slots=True)
class Calling:
    """One run against one target."""

    target: Target
    principals: Mapping[str, ProbePrincipal]
    k: int
    """Results asked for."""
    to_documents: ToDocuments
    forbidden: Callable[[str, str], bool]
    """Whether a principal may not read a document."""
    progress: Progress = field(default_factory=Silent)
    _dead: str = ""
    _in_a_row: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def run(self, calls: Sequence[Call], jobs: int) -> Iterator[Outcome]:
        """Yield what came of every call, in an order of its own; equal questions are asked once."""
        asked = sorted(calls, key=_question)
        groups = [(key, list(same)) for key, same in groupby(asked, key=_question)]
        with ThreadPoolExecutor(max(1, jobs)) as pool:
            for start in range(0, len(groups), WINDOW):
                window = groups[start : start + WINDOW]
                answers = pool.map(self._answer, [key for key, _ in window])
                for (_, same), answer in zip(window, answers, strict=True):
                    self.progress.step(len(same))
                    yield from (self._outcome(call, answer) for call in same)

    def _answer(self, question: tuple[str, str]) -> Retrieved | tuple[CallStatus, str]:
        query, name = question
        if self._dead:
            return CallStatus.INCONCLUSIVE, f"{NOT_ASKED} ({self._dead})"
        principal = self.principals.get(name)
        try:
            found = self.target.retrieve(query, self.k, principal)
        except SkipError as error:
            return CallStatus.SKIPPED, _told(error)
        except FOR_GOOD as error:
            self._dead = error.message
            return CallStatus.INCONCLUSIVE, _told(error)
        except RagauditError as error:
            self._count(error)
            return CallStatus.INCONCLUSIVE, _told(error)
        except Exception as error:
            # Whatever else comes out is a fault of the target's; its text may quote a document.
            return CallStatus.INCONCLUSIVE, f"the target broke: {type(error).__name__}"
        self._in_a_row = 0
        return found

    def _count(self, error: RagauditError) -> None:
        """A target that is down is not waited for question by question; any answer starts anew."""
        with self._lock:
            self._in_a_row = self._in_a_row + 1 if isinstance(error, PASSING) else 0
            if self._in_a_row >= IN_A_ROW:
                self._dead = f"{self._in_a_row} questions in a row had no answer: {error.message}"

    def _outcome(self, call: Call, answer: Retrieved | tuple[CallStatus, str]) -> Outcome:
        if not isinstance(answer, Retrieved):
            return Outcome(call, *answer)
        found = self.to_documents(answer.hits)
        status, reason = self._judgeable(call, answer, found)
        return Outcome(
            call,
            status,
            reason,
            # Whatever came back beyond what was asked for was shown as well.
            documents=found.documents,
            unmapped=found.unmapped,
            results=len(answer.hits),
            top_score=answer.hits[0].score if answer.hits else None,
            latency_s=answer.latency_s,
            cost=answer.cost,
        )

    def _judgeable(self, call: Call, answer: Retrieved, found: Mapped) -> tuple[CallStatus, str]:
        """Results that are no known document may be anything, so such an answer is not clean."""
        if answer.hits and not found.documents:
            return CallStatus.INCONCLUSIVE, _nothing_known(len(answer.hits))
        leaks = any(self.forbidden(call.principal, one) for one in found.documents)
        if call.role is Role.DENY and found.unmapped and not leaks:
            told = f"{found.unmapped} of its {len(answer.hits)} results {_NO_DOCUMENT}"
            return CallStatus.INCONCLUSIVE, told
        return CallStatus.OK, ""


_NO_DOCUMENT = "could not be matched to a document that was read; see `ragaudit target inspect`"


def _nothing_known(results: int) -> str:
    which = "its only result" if results == 1 else f"none of its {results:,} results"
    could = _NO_DOCUMENT if results == 1 else _NO_DOCUMENT.replace("not be", "be")
    return f"{which} {could}"


def _told(error: RagauditError) -> str:
    """What went wrong and, where the error says so, what to do."""
    return f"{error.message}; {error.hint}" if error.hint else error.message


def _question(call: Call) -> tuple[str, str]:
    return call.query, call.principal
