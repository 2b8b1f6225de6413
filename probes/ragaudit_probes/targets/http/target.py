"""The `http` target."""

from __future__ import annotations

from dataclasses import replace

from ragaudit.asking import Asking
from ragaudit.contracts import Inspectable, Inspection, Target, TargetCapabilities
from ragaudit.errors import UsageError
from ragaudit.model import ProbePrincipal, Retrieved, TargetSettings
from ragaudit_probes.targets.http.identity import identity
from ragaudit_probes.targets.http.looking import look
from ragaudit_probes.targets.http.mapping import AnswerMap
from ragaudit_probes.targets.http.options import HttpOptions
from ragaudit_probes.targets.http.reading import check_failure, decoded
from ragaudit_probes.targets.http.request import check_address, question
from ragaudit_probes.targets.http.sending import Answer, Sender
from ragaudit_probes.targets.http.template import gaps
from ragaudit_probes.targets.options import read_options, secret
from ragaudit_probes.targets.patience import for_target
from ragaudit_probes.targets.shared import MOST_HITS


class HttpTarget(Target, Inspectable):
    """A retriever behind HTTP that answers in JSON; `HttpOptions` says what is sent and found.

    People are told apart by their `auth` or by gaps such as `{principal.groups}`. Whoever the
    target would not know is skipped and never asked as somebody else.
    """

    def __init__(self, settings: TargetSettings, asking: Asking | None = None) -> None:
        """Connects to nothing. Raises `UsageError` for options that cannot be used."""
        self.settings = settings
        self.options = read_options(settings, HttpOptions)
        check_address(settings, self.options)
        self.asking = asking or for_target(settings.sync)
        self._gaps = self.options.gaps | gaps(settings.url)
        self._sender = Sender(settings)

    def capabilities(self) -> TargetCapabilities:
        """See `Target.capabilities`; what is not mapped is not told."""
        mapping = self.options.mapping
        return TargetCapabilities(
            principals=self.options.principals,
            scores=bool(mapping and mapping.score),
            totals=bool(mapping and mapping.total),
            costs=bool(mapping and mapping.cost),
            concurrent=True,
        )

    def retrieve(self, query: str, k: int, principal: ProbePrincipal | None) -> Retrieved:
        """See `Target.retrieve`. Latency is that of the request that was answered."""
        if self.options.mapping is None:
            raise UsageError(
                "target “http”: `options.mapping` is missing", "`ragaudit target inspect` finds it"
            )
        answer = self._ask(query, k, principal)
        found = decoded(answer)
        check_failure(found, self.options.failed_if, answer.host)
        read = AnswerMap(self.options.mapping, answer.host).read(found, max(k, MOST_HITS))
        return replace(read, latency_s=answer.latency_s)

    def inspect(self, query: str, k: int, principal: ProbePrincipal | None = None) -> Inspection:
        """See `Inspectable.inspect`."""
        answer = self._ask(query, k, principal)
        found = decoded(answer)
        check_failure(found, self.options.failed_if, answer.host)
        return look(found, self.options.mapping.hits if self.options.mapping else None)

    def close(self) -> None:
        """Give the connections back."""
        self._sender.close()

    def _ask(self, query: str, k: int, principal: ProbePrincipal | None) -> Answer:
        asker = identity(principal, self.options, self._gaps)
        values = {**asker.values, "query": query, "k": k}
        asked = question(
            self.settings, self.options, asker, values, lambda name: secret(name, asker.principal)
        )
        return self.asking(lambda: self._sender.send(asked, asker))


def inspect(
    settings: TargetSettings, query: str, k: int, principal: ProbePrincipal | None = None
) -> Inspection:
    """Ask a target once and suggest its mapping. Raises `UsageError` and like `retrieve`."""
    target = HttpTarget(settings)
    try:
        return target.inspect(query, k, principal)
    finally:
        target.close()
