"""`ragaudit target inspect`, against a server, functions and the built-in index."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from tests.cli.inside import CONFIG, TARGET, Here, good, hits, report, runner, write_kb
from tests.probes.targets.http.search_server import Asked, Reply, Service, running_service

QUERY = ("--query", "days of paid leave, and the pay committee")


@pytest.fixture
def service() -> Iterator[Service]:
    with running_service() as running:
        running.on("/good", as_ann)
        yield running


@pytest.fixture
def here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Here:
    write_kb(tmp_path)
    return runner(tmp_path, monkeypatch, capfd)


def as_ann(asked: Asked) -> Reply:
    """Everything, whoever asks; the question is in the address."""
    everything = Asked("GET", "/", {}, {"x-user": "ann"}, {"query": "".join(asked.params["q"])}, 0)
    return Reply({"results": hits(everything), "took": 3})


def test_what_is_pasted_is_what_was_found(here: Here, service: Service, tmp_path: Path) -> None:
    """The lines it prints make a configuration with which it says that nothing is left to do."""
    url = f"{service.url}/good?q={{query}}"

    first = here("target", "inspect", "--target", url, *QUERY)
    pasted = first.stdout[first.stdout.index("probes:\n  target:") :]
    (tmp_path / "ragaudit.yaml").write_text(CONFIG + pasted)
    second = here("target", "inspect", *QUERY)

    mapping = yaml.safe_load(pasted)["probes"]["target"]["options"]["mapping"]
    assert (0, 0) == (first.returncode, second.returncode), first.stderr + second.stderr
    assert {"hits": "$.results[*]", "id": "$.id", "document": "$.path"}.items() <= mapping.items()
    assert "Documents that were read from the sources: 3 of 3 results" in first.stdout
    assert "such as “leave.md#0”" in first.stdout
    assert "ragaudit.yaml has this mapping already." in second.stdout


def test_a_body_is_sent_and_pasted(here: Here, service: Service) -> None:
    """An address that wants a POST needs no configuration first."""
    url = service.on("/post", good)
    body = '{"query": "{query}", "user": "{principal.who}"}'

    ran = here("target", "inspect", "--target", url, "--body", body, "--as", "ann", *QUERY)

    assert 0 == ran.returncode, ran.stderr
    assert {"query": QUERY[1], "user": "ann"} == service.asked[-1].body
    assert "was asked as ann" in ran.stdout
    assert "query: '{query}'" in ran.stdout


@pytest.mark.parametrize(
    ("reply", "told"),
    [
        (Reply("<html>Sign in</html>", kind="text/html"), "answered with text/html where JSON"),
        (Reply({"error": "no index", "results": []}), "answered with an error: `error` says so"),
        (Reply({"answer": "42 days"}), "no list of results was found"),
        (Reply({"results": []}), "`$.results[*]` is an empty list; ask something that is answered"),
        (Reply({"results": [{"foo": 1}, {"foo": 2}]}), "no list of results was found"),
        (
            Reply({"results": [{"id": "a"}], "hits": [{"id": "b"}]}),
            "`$.hits[*]`, `$.results[*]` may all be its results; write one of them",
        ),
        (Reply("", status=503), "answered 503 Service Unavailable"),
        (Reply("", status=401), "answered 401 Unauthorized"),
    ],
)
def test_nothing_is_guessed(
    here: Here, service: Service, tmp_path: Path, reply: Reply, told: str
) -> None:
    """One line that says what is wrong, exit code 3, and nothing to paste."""
    target = TARGET.format(url=service.on("/bad", reply)).partition("      mapping:")[0]
    (tmp_path / "ragaudit.yaml").write_text(CONFIG + target)

    ran = here("target", "inspect", *QUERY)

    assert (3, "") == (ran.returncode, ran.stdout)
    assert 1 == len(ran.stderr.splitlines()) and told in ran.stderr
    assert "Sign in" not in ran.stderr and "42 days" not in ran.stderr


def test_a_mapping_that_does_not_fit(here: Here, service: Service, tmp_path: Path) -> None:
    """It is said not to, what would fit is printed, and that is no success."""
    target = TARGET.format(url=service.on("/post", good)).replace("$.path", "$.file")
    (tmp_path / "ragaudit.yaml").write_text(CONFIG + target)

    ran = here("target", "inspect", "--as", "ann", *QUERY)

    assert 3 == ran.returncode
    assert "The mapping of the configuration does not fit" in ran.stdout
    assert "`$.file` (document) finds nothing" in ran.stdout
    assert "        document: $.path" in ran.stdout


def test_results_that_are_no_documents(here: Here, service: Service) -> None:
    """The fields are found, and that nothing could be judged by them is said."""
    url = service.on("/odd", Reply({"results": [{"id": f"row-{n}", "score": 1} for n in range(3)]}))

    ran = here("target", "inspect", "--target", f"{url}?q={{query}}", *QUERY)

    assert 3 == ran.returncode
    assert "Documents that were read from the sources: 0 of 3 results" in ran.stdout
    assert "no document that was read (it is called “row-0”)" in ran.stdout


def test_values_are_shown_without_what_is_personal(here: Here, service: Service) -> None:
    """Samples come from documents: secrets and personal data stay out, control characters too."""
    secret = "ghp_" + "a8Kd03jFq2LmZx71" * 2 + "abcd"
    found = {"id": "leave.md\x1b[31m", "text": f"Ask ann.jones@acme.example, token {secret}"}
    url = service.on("/rich", Reply({"results": [found, found]}))

    ran = here("target", "inspect", "--target", f"{url}?q={{query}}", *QUERY)
    data = here("target", "inspect", "--target", f"{url}?q={{query}}", "--format", "json", *QUERY)

    for told in (ran.stdout, data.stdout):
        assert secret not in told and "ann.jones@" not in told and "\x1b" not in told
        assert "[redacted: " in told


def test_for_programs(here: Here, service: Service) -> None:
    """The same as data."""
    url = f"{service.url}/good?q={{query}}"

    found = report(here("target", "inspect", "--target", url, "--format", "json", *QUERY))

    roles = {field["role"]: field["path"] for field in found["fields"]}
    assert {"hits": "$.results[*]", "id": "$.id", "document": "$.path"}.items() <= roles.items()
    assert [["docs:leave.md"], ["docs:pay.md"], ["docs:travel.md"]] == sorted(
        one["documents"] for one in found["documents"]
    )
    assert (3, None) == (found["results"], found["principal"])


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--target", "http://127.0.0.1:1/x", *QUERY), "nothing that is sent holds {query}"),
        (("--target", "http://127.0.0.1:1/x", "--body", "{", *QUERY), "--body is no JSON"),
        (("--target", "run", "--body", "{}", *QUERY), "--body is for an address"),
        (("--query", " "), "there is no question to ask"),
        (("--as", "bop", *QUERY), "“bop” is no principal of the probe set; did you mean “bob”?"),
        (("--target", "htttp", *QUERY), "there is no target “htttp”"),
    ],
)
def test_usage(here: Here, arguments: tuple[str, ...], told: str) -> None:
    """Told before anything is asked."""
    ran = here("target", "inspect", *arguments)

    assert (2, "") == (ran.returncode, ran.stdout)
    assert 1 == len(ran.stderr.splitlines()) and told in ran.stderr


def test_a_function(here: Here, tmp_path: Path) -> None:
    """What needs no mapping is asked all the same, and its results are looked up."""
    (tmp_path / "inspected_search.py").write_text(
        "def retrieve(query, k):\n    return ['travel.md', 'nowhere.md']\n"
    )
    name = "inspected_search:retrieve"

    ran = here("target", "inspect", "--target", name, *QUERY)

    assert 0 == ran.returncode, ran.stderr
    assert "it cannot be asked as somebody, so leaks stay unmeasured" in ran.stdout
    assert "Documents that were read from the sources: 1 of 2 results" in ran.stdout
    assert f"      function: {name}\n" in ran.stdout


def test_a_function_that_finds_nothing(here: Here, tmp_path: Path) -> None:
    """An empty answer shows nothing."""
    (tmp_path / "inspected_empty.py").write_text("def retrieve(query, k):\n    return []\n")

    ran = here("target", "inspect", "--target", "inspected_empty:retrieve", *QUERY)

    assert (3, "") == (ran.returncode, ran.stdout)
    assert "answered with no results; ask something it can answer" in ran.stderr


def test_without_sources(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    service: Service,
) -> None:
    """A folder without a configuration: the fields are found, documents are not looked for."""
    (tmp_path / ".git").mkdir()
    url = f"{service.url}/good?q={{query}}"

    ran = runner(tmp_path, monkeypatch, capfd)("target", "inspect", "--target", url, *QUERY)

    assert 0 == ran.returncode, ran.stderr
    assert "No source is configured" in ran.stdout
    assert json.dumps(url)[1:-1] in ran.stdout
