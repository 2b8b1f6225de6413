"""Names in a repository of code: what is there, and what went out."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from ragaudit.contracts import Removal
from ragaudit.errors import ConfigError
from ragaudit.model import CodeSettings
from ragaudit_connectors.git.code_names import defines
from ragaudit_connectors.git.codebase import GitCodeBase

if TYPE_CHECKING:
    from tests.connectors.git.conftest import Repository

OLD = '''def parse_strict(text, max_size=10):
    """Read."""
    return text


RETRY_LIMIT = 3
parser.add_argument("--max-size", type=int)
run(["pip", "install", "--no-deps"])
value = other.external_name(text)
'''
NEW = '''def parse_exact(text):
    """Read."""
    return text
'''


def opened(repository: Repository, folder: str = ".", ref: str = "HEAD") -> GitCodeBase:
    """The repository as a code base."""
    return GitCodeBase(
        CodeSettings(repository.root / folder, "../service", ref, file="r.yaml", line=7)
    )


def test_what_is_there(repository: Repository) -> None:
    """Identifiers, options however they are made, and paths from any folder on."""
    repository.commit("2024-01-01", {"src/service/read.py": OLD + "max_depth = 1\n"})
    asked = ["parse_strict", "--max-size", "--max-depth", "service/read.py", "src/service/"]
    missing = ["parse_lax", "--min-size", "service/write.py"]
    assert frozenset(missing) == opened(repository).missing([*asked, *missing])


def test_prose_is_no_code(repository: Repository) -> None:
    """What only texts mention is not there."""
    repository.commit("2024-01-01", {"README.md": "parse_strict", "docs/a.rst": "parse_strict"})
    repository.commit("2024-01-02", {"CHANGES": "parse_strict", "LICENSE": "parse_strict"})
    assert {"parse_strict"} == opened(repository).missing(["parse_strict"])


def test_what_went_out(repository: Repository) -> None:
    """The newest commit that removed it, and what came in its place."""
    repository.commit("2024-01-01", {"src/read.py": OLD})
    removed = repository.commit("2025-02-03", {"src/read.py": NEW})
    repository.commit("2025-03-03", {"src/read.py": NEW + "# end\n"})
    names = [
        "parse_strict",
        "RETRY_LIMIT",
        "--max-size",
        "external_name",
        "--no-deps",
        "unheard_of",
    ]
    found = opened(repository).removed(names)
    assert {"parse_strict", "RETRY_LIMIT", "--max-size"} == set(found)
    assert (
        Removal(removed, date(2025, 2, 3), "Work of 2025-02-03", "src/read.py", "parse_exact")
        == found["parse_strict"]
    )


def test_a_deleted_file_and_a_moved_one(repository: Repository) -> None:
    """A move names the new place; the names in a moved file are there still."""
    repository.commit("2024-01-01", {"src/old/read.py": OLD, "src/old/gone.py": NEW})
    repository.git("mv", "src/old/read.py", "src/reader.py")
    repository.git("rm", "-q", "src/old/gone.py")
    repository.commit("2025-02-03")
    base = opened(repository)
    found = base.removed(["src/old/read.py", "src/old/gone.py"])
    assert {"src/old/read.py": "src/reader.py", "src/old/gone.py": ""} == {
        path: removal.successor for path, removal in found.items()
    }
    assert not base.missing(["parse_strict"])


@pytest.mark.parametrize(
    "path",
    ["tests/test_read.py", "examples/read.py", "docs/conf.py", ".github/ci.yml", "src/conftest.py",
     "setup.py", "notes.md", "scripts/release.py"],
)  # fmt: skip
def test_what_is_not_the_product(repository: Repository, path: str) -> None:
    """A name that only tests, examples, scripts or texts defined was never the product's."""
    repository.commit("2024-01-01", {path: OLD})
    repository.git("rm", "-q", path)
    repository.commit("2025-02-03", {"src/read.py": NEW})
    assert {} == opened(repository).removed(["parse_strict"])


@pytest.mark.parametrize(
    ("line", "name", "path"),
    [
        ("    def parse_strict(self):", "parse_strict", "a.py"),
        ("class StrictParser(Base):", "StrictParser", "a.py"),
        ("func (p *Parser) ParseStrict(text string) error {", "ParseStrict", "a.go"),
        ("  public static void parseStrict(String text) {", "parseStrict", "A.java"),
        ("export const parseStrict = (text) => {", "parseStrict", "a.ts"),
        ("  parseStrict?: boolean;", "parseStrict", "a.ts"),
        ("        self.parse_strict = True", "parse_strict", "a.py"),
        ("limit = os.environ['RETRY_LIMIT']", "RETRY_LIMIT", "a.py"),
        ("  retry_limit: 3", "retry_limit", "config/defaults.yaml"),
        ('@click.option("--max-size")', "--max-size", "a.py"),
        ("  maxSize: {", "--maxSize", "args.js"),
    ],
)
def test_definitions(line: str, name: str, path: str) -> None:
    """What makes a name the code base's own."""
    assert defines(line.encode(), name, path)


@pytest.mark.parametrize(
    ("line", "name", "path"),
    [
        ("    text = parse_strict(text)", "parse_strict", "a.py"),
        ("from other import parse_strict", "parse_strict", "a.py"),
        ("    parse_strict = True", "parse_strict", "a.py"),
        ("class extract_messages(babel.extract_messages):", "extract_messages", "a.py"),
        ('run(["pip", "--max-size"])', "--max-size", "a.py"),
        ("# see RETRY_LIMIT", "RETRY_LIMIT", "a.py"),
        ("def parse_strictly(text):", "parse_strict", "a.py"),
    ],
)
def test_uses(line: str, name: str, path: str) -> None:
    """Names that come from elsewhere, and local ones."""
    assert not defines(line.encode(), name, path)


def test_an_option_declared_on_several_lines(repository: Repository) -> None:
    """The call stands above."""
    text = (
        '@click.option(\n    "--max-size",\n    type=int,\n)\ndef main() -> None:\n    """Run."""\n'
    )
    repository.commit("2024-01-01", {"src/cli.py": text})
    repository.commit("2025-02-03", {"src/cli.py": NEW})
    assert ["--max-size"] == list(opened(repository).removed(["--max-size"]))


def test_nearest(repository: Repository) -> None:
    """A name close by, or the same file elsewhere; nothing far-fetched."""
    repository.commit("2024-01-01", {"src/read.py": OLD})
    base = opened(repository)
    assert "--max-size" == base.nearest("--max-sizes")
    assert "parse_strict" == base.nearest("parse_strictly")
    assert "src/read.py" == base.nearest("lib/io/read.py")
    assert base.nearest("frobnicate_all") is None


def test_another_commit_and_a_folder(repository: Repository) -> None:
    """`ref` chooses the state; a root below the top looks at that part only."""
    repository.commit("2024-01-01", {"a/read.py": OLD, "b/other.py": NEW})
    repository.git("tag", "v1")
    repository.commit("2025-02-03", {"a/read.py": NEW})
    assert frozenset() == opened(repository, ref="v1").missing(["parse_strict"])
    assert {"parse_strict"} == opened(repository).missing(["parse_strict"])
    assert {"parse_strict"} == opened(repository, "b", "v1").missing(["parse_strict"])


@pytest.mark.parametrize("ref", ["v9", "--all", "HEAD~99"])
def test_no_such_commit(repository: Repository, ref: str) -> None:
    """A mistake in the configuration, with its line."""
    repository.commit("2024-01-01", {"a.py": OLD})
    with pytest.raises(ConfigError) as raised:
        opened(repository, ref=ref)
    assert f"r.yaml:7: ../service: there is no commit “{ref}”" == raised.value.message


def test_a_shallow_clone(repository: Repository) -> None:
    """It says how little it knows."""
    repository.commit("2024-01-01", {"a.py": OLD})
    repository.commit("2025-01-01", {"a.py": NEW})
    repository.git("clone", "-q", "--depth=1", f"file://{repository.root}", "copy")
    base = opened(repository, "copy")
    assert {} == base.removed(["parse_strict"])
    assert ["../service is a shallow clone, so only its newest commits are known "
            "(run `git fetch --unshallow`)"] == list(base.limits())  # fmt: skip
