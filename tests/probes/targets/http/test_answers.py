"""What a real server answers, and what is made of it: never an empty answer out of a failure."""

from __future__ import annotations

import gzip
import json
import threading
import traceback
from typing import Any

import pytest
from tests.probes.targets.http.conftest import MAPPING, Make
from tests.probes.targets.http.search_server import Reply, Service

from ragaudit.contracts import Inspectable, Target, TargetCapabilities
from ragaudit.errors import (
    BudgetError,
    MalformedError,
    RagauditError,
    RateLimitedError,
    TransientError,
    UsageError,
)
from ragaudit.model import Hit, SyncSettings, TargetSettings
from ragaudit_probes.targets.http import HttpTarget

SECRET = "the merger is called Falcon"
HITS = [{"id": n, "meta": {"path": f"{n}.md"}, "text": "t", "score": 1 / n} for n in range(1, 4)]
WHOLE = {"results": HITS, "total": 3, "usage": {"cost": 0.5}}
ONLY_ID = {"hits": "$.results[*]", "id": "$.id"}


def ids(make: Make, url: str, **options: Any) -> list[str]:
    return [hit.id for hit in make(url, **options).retrieve("q", 3, None).hits]


def test_is_a_target(make: Make) -> None:
    """It has what the protocols ask for, and tells what is mapped."""
    target = make()
    assert isinstance(target, Target)
    assert isinstance(target, Inspectable)
    everything = TargetCapabilities(True, True, True, True, True)
    assert everything == target.capabilities()
    little = make(mapping=ONLY_ID).capabilities()
    assert TargetCapabilities(principals=True, concurrent=True) == little


def test_an_answer(make: Make) -> None:
    """Everything that is mapped, in the order of the answer."""
    found = make().retrieve("paid leave", 1, None)
    text = "Everybody has 28 days of paid leave a year."
    path = "handbook/leave.md"
    assert (Hit(f"{path}#0", 0.2, path, text),) == found.hits
    assert (2, 0.001) == (found.total, found.cost)
    assert 0 < found.latency_s < 5


def test_metadata_and_distances(make: Make, service: Service) -> None:
    """Metadata may be lacking; distances are turned round."""
    url = service.on("/x", Reply({"results": [{"id": "a", "d": 0.25, "lang": "en"}, {"id": "b"}]}))
    mapping = {**ONLY_ID, "score": "$.d", "scores": "lower", "metadata": {"language": "$.lang"}}
    found = make(url, mapping=mapping).retrieve("q", 3, None).hits
    assert (Hit("a", -0.25, metadata={"language": "en"}), Hit("b")) == found


@pytest.mark.parametrize(
    ("hits", "answer"),
    [
        ("$.results[*]", {"results": []}),
        ("$.results", {"results": []}),
        ("$[*]", []),
        ("$", []),
        ("$.hits.hits[*]._source", {"hits": {"hits": [], "total": 0}}),
        ("$.groups[*].docs[*]", {"groups": []}),
        ("$.groups[*].docs[*]", {"groups": [{"docs": []}, {"docs": []}]}),
        ("$.groups[*].docs", {"groups": [{"docs": []}]}),
        ("$.results[:5]", {"results": []}),
        ("$.results[*]", {"results": [], "total": 7, "error": None, "errors": [], "success": True}),
    ],
)
def test_an_empty_list_is_an_answer(make: Make, service: Service, hits: str, answer: Any) -> None:
    """Where the list is there and empty, nothing was found."""
    url = service.on("/x", Reply(answer))
    assert [] == ids(make, url, mapping={"hits": hits, "id": "$.id"})


@pytest.mark.parametrize(
    ("hits", "answer", "told"),
    [
        ("$.results[*]", {}, "at the top it has none"),
        ("$.results[*]", {"docs": [{"id": 1}], "took": 3}, "`docs`, `took`"),
        ("$.results[*]", {"results": {}}, "`results`"),
        ("$.results[*]", {"results": {"Falcon merger": []}}, "first of 1 results is a list"),
        ("$.results[*]", {"Falcon merger": []}, "it has 1 more"),
        ("$.results[*]", [], "a list of 0"),
        ("$.results[*]", [[SECRET]], "a list of 1"),
        ("$.results[*]", SECRET, "a single value"),
        ("$.results[*]", None, "a single value"),
        ("$.results[*]", {"results": None}, "finds nothing but null"),
        ("$.results", {"results": None}, "finds nothing but null"),
        ("$.results[*]", {"results": SECRET}, "`results`"),
        ("$.results[?@.kind == 'page']", {"results": [{"id": 1}]}, "finds nothing"),
        ("$.results[*].inner", {"results": [{"id": 1}]}, "finds nothing"),
        ("$..hits", {"results": []}, "finds nothing"),
        ("$.results[*]", {"results": [{"key": 1}, {"key": 2}]}, "first of 2 results has `key`"),
        ("$.results[*]", {"results": [{"id": {"x": 1}}]}, "nothing of the right kind"),
        ("$.results[*]", {"results": [SECRET]}, "is a str"),
        ("$.results[*]", {"results": [{"id": None}]}, "no result has an id"),
    ],
)
def test_what_the_mapping_does_not_find(
    make: Make, service: Service, hits: str, answer: Any, told: str
) -> None:
    """An answer in which the mapped fields are not there is not graded, and no value is shown."""
    url = service.on("/x", Reply(json.dumps(answer)))
    with pytest.raises(MalformedError) as caught:
        make(url, mapping={"hits": hits, "id": "$.id"}).retrieve("q", 3, None)
    assert told in caught.value.message
    assert "Falcon" not in "".join(traceback.format_exception(caught.value))


@pytest.mark.parametrize("hits", ["$.results[*]", "$.results"])
def test_null_may_mean_nothing(make: Make, service: Service, hits: str) -> None:
    """Only where the user says so."""
    url = service.on("/x", Reply({"results": None}))
    assert [] == ids(make, url, mapping={"hits": hits, "id": "$.id", "null_is_empty": True})


@pytest.mark.parametrize("role", ["id", "document", "text", "score", "total", "cost"])
def test_every_mapped_field_counts(make: Make, service: Service, role: str) -> None:
    """A path that finds nothing in any result is a mistake in the mapping, whichever it is."""
    url = service.on("/x", Reply(WHOLE))
    with pytest.raises(MalformedError, match=rf"`\$.no` \({role}\) finds nothing; .* has `"):
        make(url, mapping={**MAPPING, role: "$.no"}).retrieve("q", 3, None)


@pytest.mark.parametrize(("role", "path"), [("score", "$.text"), ("total", "$.results")])
def test_numbers_are_numbers(make: Make, service: Service, role: str, path: str) -> None:
    """A score or total that is no number is not mapped."""
    url = service.on("/x", Reply(WHOLE))
    with pytest.raises(MalformedError, match=f"{role}.* nothing of the right kind"):
        make(url, mapping={**MAPPING, role: path}).retrieve("q", 3, None)


def test_nothing_found_may_leave_out_the_total(make: Make, service: Service) -> None:
    """Without results, totals and costs may be left out; they are unknown then."""
    found = make(service.on("/x", Reply({"results": []}))).retrieve("q", 3, None)
    assert ((), None, None) == (found.hits, found.total, found.cost)


def test_some_results_without_an_id(make: Make, service: Service) -> None:
    """They stay, as results nothing is known of."""
    url = service.on("/x", Reply({"results": [{"id": "a"}, {"rank": 2}, None, 3]}))
    assert ["a", "", "", ""] == ids(make, url, mapping=ONLY_ID)


def test_strings_and_odd_numbers(make: Make, service: Service) -> None:
    """Bare strings are mapped by `$`; a score that is not finite is none."""
    url = service.on("/x", Reply({"results": ["a", '{"id": 1}', "a\ud800"]}))
    assert ["a", '{"id": 1}', "a?"] == ids(make, url, mapping={**ONLY_ID, "id": "$"})
    three = ('{"id": "a", "score": NaN}', '{"id": "b", "score": 1e999}', '{"id": 3, "score": 2}')
    body = f'{{"results": [{", ".join(three)}]}}'
    found = make(service.on("/y", Reply(body)), mapping={**ONLY_ID, "score": "$.score"})
    assert [None, None, 2.0] == [hit.score for hit in found.retrieve("q", 3, None).hits]


def test_duplicates_and_non_ascii(make: Make, service: Service) -> None:
    """The same result twice is two results, in any script."""
    url = service.on("/x", Reply({"results": [{"id": "ü/日本.md"}] * 2}))
    assert ["ü/日本.md"] * 2 == ids(make, url, mapping=ONLY_ID)


def test_ten_thousand_results(make: Make, service: Service) -> None:
    """All are read, for whatever comes back was shown; more are refused, not cut."""
    many = [{"id": n, "text": "x" * 100} for n in range(10_000)]
    url = service.on("/x", Reply({"results": many}))
    assert 10_000 == len(ids(make, url, mapping=ONLY_ID))
    service.on("/x", Reply({"results": [*many, {"id": "last"}]}))
    with pytest.raises(MalformedError, match="more than 10,000 results"):
        ids(make, url, mapping=ONLY_ID)


@pytest.mark.parametrize(
    ("reply", "told"),
    [
        (Reply("<html>sign in</html>", kind="text/html"), "with text/html where JSON belongs"),
        (Reply("<html>sign in</html>"), "JSON that is broken"),
        (Reply(json.dumps(WHOLE)[:-9]), "JSON that is broken, cut off"),
        (Reply(""), "with nothing where JSON belongs"),
        (Reply("", status=204), "with nothing"),
        (Reply(b"\xff\xfe\x00"), "JSON that is broken"),
        (Reply("[" * 100_000), "nested too deeply"),
        (Reply('{"n": ' + "9" * 10_000 + "}"), "JSON that is broken"),
        (Reply("x", kind="\x1b[31m" + SECRET), "with something else"),
        (Reply('{"results": [{"id": 1}]}\n{"results": []}', kind="application/x-ndjson"), "ndjson"),
    ],
)
def test_no_json(make: Make, service: Service, reply: Reply, told: str) -> None:
    """What is no JSON is no answer, whatever it calls itself."""
    with pytest.raises(MalformedError) as caught:
        make(service.on("/x", reply)).retrieve("q", 3, None)
    assert told in caught.value.message
    assert (False, False) == ("\x1b" in caught.value.message, SECRET in caught.value.message)


def test_packed_and_marked(make: Make, service: Service) -> None:
    """Compressed answers and byte order marks are read."""
    data = gzip.compress(json.dumps(WHOLE).encode())
    url = service.on("/x", Reply(data, headers={"Content-Encoding": "gzip"}))
    assert ["1", "2", "3"] == ids(make, url)
    service.on("/x", Reply(json.dumps(WHOLE).encode("utf-8-sig")))
    assert ["1", "2", "3"] == ids(make, url)


def test_a_bomb(make: Make, service: Service) -> None:
    """A small answer that unpacks to a large one is not unpacked to its end."""
    data = gzip.compress(b'{"results": [' + b" " * 60_000_000 + b"]}")
    url = service.on("/x", Reply(data, headers={"Content-Encoding": "gzip"}))
    with pytest.raises(MalformedError, match="longer than 20,000,000 bytes"):
        make(url).retrieve("q", 3, None)


@pytest.mark.parametrize(
    "answer",
    [
        {"error": SECRET},
        {"error": {"code": 500, "reason": SECRET}, "results": []},
        {"errors": [{"message": SECRET}], "data": None},
        {"success": False, "results": []},
        {"status": "error", "results": []},
        {**WHOLE, "timed_out": True},
    ],
)
def test_an_error_with_status_200(make: Make, service: Service, answer: Any) -> None:
    """An answer that says it failed is none, also with an empty or a partial list beside."""
    with pytest.raises(MalformedError, match="answered with an error") as caught:
        make(service.on("/x", Reply(answer))).retrieve("q", 3, None)
    assert "Falcon" not in "".join(traceback.format_exception(caught.value))


def test_no_error(make: Make, service: Service) -> None:
    """Fields that say that there was none, and what the user says is none."""
    fine = {**WHOLE, "error": {"code": 0, "message": ""}, "errors": [], "ok": True, "status": "ok"}
    assert ["1", "2", "3"] == ids(make, service.on("/x", Reply(fine)))
    odd = {**WHOLE, "error": "none", "_shards": {"failed": 0}}
    url = service.on("/x", Reply(odd))
    assert ["1", "2", "3"] == ids(make, url, failed_if=["$._shards.failed"])
    service.on("/x", Reply({**odd, "_shards": {"failed": 1}}))
    with pytest.raises(MalformedError, match=r"`\$._shards.failed` says so"):
        make(url, failed_if=["$._shards.failed"]).retrieve("q", 3, None)


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (301, MalformedError),
        (307, MalformedError),
        (400, MalformedError),
        (404, MalformedError),
        (413, MalformedError),
        (422, MalformedError),
        (429, RateLimitedError),
        (500, TransientError),
        (503, TransientError),
        (599, MalformedError),
    ],
)
def test_statuses(make: Make, service: Service, status: int, kind: type[RagauditError]) -> None:
    """Each is a typed error that shows nothing of the answer."""
    other = service.on("/other", Reply(WHOLE))
    url = service.on("/x", Reply({"detail": SECRET}, status, headers={"Location": other}))
    with pytest.raises(kind, match=f"answered {status}") as caught:
        make(url).retrieve("q", 3, None)
    assert "Falcon" not in "".join(traceback.format_exception(caught.value))
    assert ["/x"] == [asked.path for asked in service.asked]


def test_a_storm_that_passes(make: Make, service: Service) -> None:
    """Refusals with `Retry-After` and failures are waited out; latency is that of the answer."""
    busy = Reply("later", 429, headers={"Retry-After": "7"})
    target = make(service.storm("/x", 3, busy), tries=5)
    slept: list[float] = []
    target.asking.sleep = slept.append
    assert 2 == len(target.retrieve("leave", 3, None).hits)
    assert 4 == target.asking.requests == len(service.asked)
    assert sum(7 <= seconds <= 8 for seconds in slept) >= 3


def test_a_storm_that_does_not(make: Make, service: Service) -> None:
    """At last it is an error, and never an empty answer; the next question starts anew."""
    target = make(service.storm("/x", 5, Reply("down", 503)), tries=5)
    with pytest.raises(TransientError, match="answered 503 Service Unavailable"):
        target.retrieve("leave", 3, None)
    assert 2 == len(target.retrieve("leave", 3, None).hits)


@pytest.mark.parametrize(
    ("told", "least"), [("Fri, 31 Dec 1999 23:59:59 GMT", 0.0), ("soon", None), ("-5", None)]
)
def test_odd_wishes(make: Make, service: Service, told: str, least: float | None) -> None:
    """Dates in the past mean now; what is neither number nor date means nothing."""
    url = service.on("/x", Reply("", 429, headers={"Retry-After": told}))
    with pytest.raises(RateLimitedError) as caught:
        make(url).retrieve("q", 3, None)
    assert least == caught.value.retry_after


def test_slow(make: Make, service: Service) -> None:
    """A server that takes too long, for its head or for its body, byte by byte."""
    sync = SyncSettings(timeout_s=0.2, tries=1)
    for reply in (Reply(WHOLE, delay=20.0), Reply(WHOLE, drip=0.05)):
        with pytest.raises(TransientError, match=r"did not answer within 0.2 s"):
            make(service.on("/x", reply), sync=sync).retrieve("q", 3, None)


def test_a_connection_that_breaks(make: Make, service: Service) -> None:
    """Half an answer is no answer, and is asked for again."""
    cut = Reply(json.dumps(WHOLE)[:40], promised=5000)
    with pytest.raises(TransientError, match=r"broke off before .* \(RemoteProtocolError\)"):
        make(service.on("/x", cut)).retrieve("q", 3, None)
    assert 2 == len(make(service.storm("/x", 1, cut), tries=2).retrieve("leave", 3, None).hits)


def test_nobody_is_there(make: Make) -> None:
    """A target that is down is said to be, without its address's path."""
    with pytest.raises(TransientError, match=r"^127.0.0.1:1 cannot be reached \(ConnectError\)$"):
        make("http://127.0.0.1:1/secret/path").retrieve("q", 3, None)


def test_at_once(make: Make, service: Service) -> None:
    """Several threads share the target and its connections."""
    barrier = threading.Barrier(8)
    slow = service.on("/slow", Reply(WHOLE, delay=0.2))
    target = make(slow)
    found: list[int] = []

    def ask() -> None:
        barrier.wait()
        found.extend(len(target.retrieve("q", 3, None).hits) for _ in range(2))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert ([3] * 16, True) == (found, service.most_inside > 1)


def test_budget(make: Make, service: Service) -> None:
    """What the target would have to be waited for beyond the budget is not waited for."""
    url = service.on("/x", Reply("", 429, headers={"Retry-After": "60"}))
    with pytest.raises(BudgetError):
        make(url, sync=SyncSettings(budget_s=10, tries=5)).retrieve("q", 3, None)
    assert 1 == len(service.asked)


@pytest.mark.parametrize(
    ("url", "options", "told"),
    [
        ("", {"body": {"q": "{k}"}}, "holds {query}"),
        ("ftp://x/{query}", {}, "`url` is no address"),
        ("http://user:s3cret@x/{query}", {}, "`url` holds a name or password"),
        ("http://{query}.example/", {}, "gap in the name of the server"),
        ("http://x/{query}/{principal.groops}", {}, "no {principal.groops}"),
        ("", {"body": {"query": "{query}", "g": "{principal.who_}"}}, "no {principal.who_}"),
        ("", {"mapping": {"hits": "$.a["}}, "is no JSONPath"),
        ("", {"mapping": {"hits": "results", "id": "$.id"}}, "options.mapping.hits.*like `"),
        ("", {"mapping": {"hits": "", "id": "$.id"}}, "is no JSONPath"),
        ("", {"mapping": {"hits": "$.a | $.b", "id": "$.id"}}, "is no JSONPath"),
        ("", {"mapping": {"hits": "$.r[*]"}}, "say where a result has its `id`"),
        ("", {"mapping": {"hits": "$.r[*]", "id": "$.id", "hit": 1}}, "options.mapping.hit`"),
        ("", {"failed_if": ["error"]}, "options.failed_if"),
        ("", {"method": "DELETE"}, "options.method"),
        ("", {"method": "GET", "body": {"q": "{query}"}}, "a GET has no `body`"),
        ("", {"headers": {"X-Query": "{query}"}}, "a header cannot carry"),
        ("", {"headers": {"Authorization": "Bearer s3cret"}}, "holds a secret"),
        ("", {"headers": {"X Y": "1"}}, "header has letters"),
        ("", {"principals": False, "params": {"q": "{query}{principal.who}"}}, "and yet"),
    ],
)
def test_options_that_cannot_be_used(
    make: Make, url: str, options: dict[str, Any], told: str
) -> None:
    """They are named with their place before anything is asked, and no secret is shown."""
    with pytest.raises(UsageError, match=rf"^ragaudit.yaml:7: .*{told}") as caught:
        make(url, **options)
    assert "s3cret" not in "".join(traceback.format_exception(caught.value))


def test_no_mapping() -> None:
    """Without a mapping nothing is asked but for looking at."""
    target = HttpTarget(TargetSettings("http", url="http://127.0.0.1:1/{query}"))
    with pytest.raises(UsageError, match=r"options.mapping"):
        target.retrieve("q", 3, None)
    target.close()
