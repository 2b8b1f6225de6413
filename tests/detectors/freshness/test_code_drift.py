"""FRS215: documents of every markup against a repository."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from tests.connectors.git.conftest import Repository

from ragaudit.contracts import Ref
from ragaudit.detectors.freshness._code_names import names_of
from ragaudit.detectors.freshness.code_drift import CodeDrift
from ragaudit.model import CodeSettings, Observation
from ragaudit.testing import MemoryCorpus, check_detector, compare, source
from ragaudit_connectors.filesystem import FilesystemConnector
from ragaudit_connectors.git.codebase import GitCodeBase

OLD = '''def parse_strict(text):
    """Read."""


class StrictReader:
    pass


RETRY_LIMIT = int(os.environ["SERVICE_RETRY_LIMIT"])
parser.add_argument("--max-size", type=int)
'''
NEW = '''def parse_text(text, strict=False):
    """Read."""


class TextReader:
    pass


parser.add_argument("--max-bytes", type=int)
'''


class Service:
    """A repository that had something and lost it, and documents about it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "service").mkdir()
        (folder / "docs").mkdir()
        self.code = Repository(folder / "service")
        self.code.git("init", "-q")
        self.code.commit("2024-01-01", {"src/read.py": OLD, "src/io/files/reader.py": "x = 1\n"})
        self.code.git("rm", "-q", "src/io/files/reader.py")
        self.commit = self.code.commit("2025-02-03", {"src/read.py": NEW})

    def corpus(self, pages: Mapping[str, str], ignore: tuple[str, ...] = ()) -> MemoryCorpus:
        """These pages, with the repository as their code."""
        for path, text in pages.items():
            target = self.folder / "docs" / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")
        connector = FilesystemConnector(source(self.folder / "docs"))
        refs = [ref for ref in connector.list_refs() if isinstance(ref, Ref)]
        contents = {ref.path: connector.parse(ref, connector.read(ref)) for ref in refs}
        code = CodeSettings(self.folder / "service", "../service", ignore=ignore)
        return MemoryCorpus.of(contents, codebases={"docs": (GitCodeBase(code),)})

    def run(self, text: str, path: str = "guide.md", **more: tuple[str, ...]) -> list[Observation]:
        """What the rule sees in one page."""
        return compare(CodeDrift(), self.corpus({path: text}, **more))


@pytest.fixture
def service(tmp_path: Path) -> Service:
    """A fresh one."""
    return Service(tmp_path)


def test_it_is_a_detector() -> None:
    """The rule explains itself and its kind is clear."""
    check_detector(CodeDrift())


def test_a_function_that_is_gone(service: Service) -> None:
    """The name, the commit, its day and subject, and what there is."""
    (seen,) = service.run("# Reading\n\nCall `parse_strict()` to read a file.\n")
    assert (
        f"`parse_strict` is no longer in ../service: commit {service.commit[:10]} took it out of "
        "src/read.py on 2025-02-03 (“Work of 2025-02-03”). The most similar name there is: "
        "`parse_text`." == seen.message
    )
    assert (3, "Call `parse_strict()` to read a file.") == (seen.line, seen.quote)


@pytest.mark.parametrize(
    ("path", "text", "names"),
    [
        ("a.md", "Use `service.StrictReader` or `StrictReader.read()`.", ["StrictReader"]),
        ("a.md", "Set `SERVICE_RETRY_LIMIT=5`.", ["SERVICE_RETRY_LIMIT"]),
        ("a.md", "Pass `--max-size` to it.", ["--max-size"]),
        ("a.md", "See `src/io/files/reader.py`.", ["src/io/files/reader.py"]),
        ("a.md", "```console\n$ service run --max-size 3\nread --min-size\n```", ["--max-size"]),
        ("a.md", "```bash\nservice run --max-size 3\n```", ["--max-size"]),
        ("a.md", "| option | meaning |\n|---|---|\n| `--max-size` | bytes |", ["--max-size"]),
        ("a.rst", "Call :func:`~service.parse_strict` for it.", ["parse_strict"]),
        ("a.rst", "Call ``parse_strict`` for it.", ["parse_strict"]),
        ("a.html", "<h1>A</h1><p>Call <code>parse_strict()</code> for it.</p>", ["parse_strict"]),
    ],
)
def test_where_names_stand(service: Service, path: str, text: str, names: list[str]) -> None:
    """Inline code in any markup, and commands."""
    assert names == [seen.key for seen in service.run(text, path)]


@pytest.mark.parametrize(
    "text",
    [
        "Call parse_strict to read a file.",
        "Call `parse_text()` or `TextReader`.",
        "Call `read()` of `Reader`.",
        "Call `json.load_all` or `unheard_of`.",
        "Name it `my_parse_strict`.",
        "`parse_strict` was removed in 2.0.",
        "`parse_strict` is deprecated; use `parse_text`.",
        "Use `parse_text` instead of `parse_strict`.",
        "## Migrating from 1.x\n\nYou called `parse_strict`.",
        "```python\nparse_strict(text)\n```",
        "```bash\npip install --max-size x\n```",
        "Run `docker run --max-size 3`.",
        "See `reader.py` and `files/reader.py`.",
    ],
)
def test_silent(service: Service, text: str) -> None:
    """No code, still there, never the product's, said to be gone, another program's."""
    assert [] == service.run(text)


def test_notes_on_versions(service: Service) -> None:
    """What a `versionchanged` says, it says about the past."""
    text = "Reading\n=======\n\nRead.\n\n.. versionchanged:: 2.0\n    Replaces ``parse_strict``.\n"
    assert [] == service.run(text, "a.rst")


@pytest.mark.parametrize(
    "path",
    ["CHANGELOG.md", "release-notes/2.0.md", "upgrading.md", "blog/2024-01-01-reading.md",
     "archive/reading.md", "rfcs/0007-reading.md", "design/reading.md"],
)  # fmt: skip
def test_documents_about_the_past_or_the_future(service: Service, path: str) -> None:
    """They may name what is not there."""
    assert [] == service.run("Call `parse_strict()`.", path)


def test_ignored_names(service: Service) -> None:
    """The list takes globs."""
    assert [] == service.run("Call `parse_strict()`.", ignore=("parse_*",))


def test_another_repository_has_it(service: Service) -> None:
    """A name is gone only if no repository named for the source has it."""
    other = Repository(service.folder / "other")
    other.root.mkdir()
    other.git("init", "-q")
    other.commit("2025-05-05", {"lib.py": OLD})
    corpus = service.corpus({"guide.md": "Call `parse_strict()`."})
    bases = (*corpus.codebases["docs"], GitCodeBase(CodeSettings(other.root, "../other")))
    corpus.codebases = {"docs": bases}
    assert [] == compare(CodeDrift(), corpus)


def test_each_name_once_a_document(service: Service) -> None:
    """At its first mention; in every document that has it."""
    text = "Call `parse_strict()`.\n\nAgain `parse_strict`.\n"
    corpus = service.corpus({"a.md": text, "b.md": text})
    seen = compare(CodeDrift(), corpus)
    assert [("docs:a.md", 1), ("docs:b.md", 1)] == [(s.document, s.line) for s in seen]


def test_without_a_repository() -> None:
    """The rule says that it did not run."""
    told = "no `code:` in ragaudit.yaml names the repository the documents are about"
    assert told == CodeDrift().skips(MemoryCorpus())


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("flask.Flask.before_first_request", ["before_first_request"]),
        ("Parser::ParseStrict", ["ParseStrict"]),
        ("retry_limit=3", ["retry_limit"]),
        ("app.config['JSON_SORT_KEYS']", ["JSON_SORT_KEYS"]),
        ("--max-size=3", ["--max-size"]),
        ("./src/io/files/reader.py", ["src/io/files/reader.py"]),
        ("LC_ALL", []), ("HTTP_PROXY", []), ("__init__", []), ("example_name", []),
        ("https://x.example/a_b/c.py", []), ("docs/index.rst", []), ("a" * 5000, []),
    ],
)  # fmt: skip
def test_names(code: str, names: list[str]) -> None:
    """What is particular enough to be looked up."""
    assert names == list(names_of(code))
