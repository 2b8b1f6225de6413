"""The report as OpenMetrics text, for a scraper.

Gauges only and no time stamps, so that the file also is valid in the older text format that the
node exporter's textfile collector reads. What is not known has no sample; it is never 0.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from ragaudit.contracts import ReportOptions
from ragaudit.model import Audit, RunKind, VerdictStatus
from ragaudit_reports._metrics import Gauge, Gauges
from ragaudit_reports._metrics_probing import add_probing
from ragaudit_reports._metrics_sources import add_findings, add_freshness, add_sources
from ragaudit_reports._summary import kind_of

if TYPE_CHECKING:
    from prometheus_client.core import GaugeMetricFamily


class OpenMetricsReporter:
    """Renders the numbers of a run as gauges."""

    def render(self, audit: Audit, options: ReportOptions) -> str:
        """See `Reporter.render`.

        A probe run has what its retriever did and a freshness run has contracts, and no more: so
        the files of several kinds of run can stand side by side, and no sample is in two.
        """
        from prometheus_client.openmetrics.exposition import generate_latest
        from prometheus_client.registry import CollectorRegistry

        gauges = Gauges()
        _add_run(gauges, audit)
        if audit.probing is not None:
            add_probing(gauges, audit, audit.probing)
        else:
            if kind_of(audit) is RunKind.SCAN:
                add_sources(gauges, audit)
                add_findings(gauges, audit)
            add_freshness(gauges, audit)
        registry = CollectorRegistry(auto_describe=False)
        registry.register(_Collected(gauges.all()))
        text: bytes = generate_latest(registry)  # type: ignore[no-untyped-call]
        return text.decode("utf-8")


class _Collected:
    """What the client library asks for the families."""

    def __init__(self, gauges: Iterable[Gauge]) -> None:
        self._gauges = list(gauges)

    def collect(self) -> Iterator[GaugeMetricFamily]:
        from prometheus_client.core import GaugeMetricFamily

        for gauge in self._gauges:
            family = GaugeMetricFamily(gauge.name, gauge.help, unit=gauge.unit)
            for labels, value in gauge.samples:
                family.add_sample(gauge.name, dict(labels), value)
            yield family


def _add_run(gauges: Gauges, audit: Audit) -> None:
    run, verdict = audit.run, audit.verdict
    kind = kind_of(audit).value
    told = "When the run started, in seconds since 1970."
    at = run.started_at.timestamp()
    gauges.add("run_timestamp_seconds", told, at, unit="seconds", kind=kind)
    gauges.add("run_interrupted", "1 if the run was ended before its time.", run.interrupted,
               kind=kind)  # fmt: skip
    gauges.add("run_exit_code", "0 passed, 1 gate failed, 3 incomplete.", verdict.exit_code,
               kind=kind)  # fmt: skip
    gauges.add("run_version", "The version that ran, as a label; always 1.", 1, kind=kind,
               version=run.version)  # fmt: skip
    for status in VerdictStatus:
        is_it = status is verdict.status
        gauges.add("verdict", "1 for the verdict of the run.", is_it, kind=kind, status=status)
