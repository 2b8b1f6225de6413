"""The hand-written documentation names what there is."""

from __future__ import annotations

import re
from importlib import import_module
from importlib.metadata import entry_points
from pathlib import Path

import click
import pytest
from markdown_it import MarkdownIt
from pydantic import BaseModel

from ragaudit import _registry
from ragaudit._config import schema
from ragaudit._config.load import load
from ragaudit.cli._app import COMMANDS
from ragaudit.contracts import RemoteConnector

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
PAGES = sorted(
    file
    for file in (*ROOT.glob("*.md"), *DOCS.rglob("*.md"), ROOT / "reports" / "README.md")
    if file.parent.name != "rules"
)


OTHER_NAMES = {"rules": "rules-command", "index": "index-command"}
"""Pages whose own name something else has."""


def page_of(command: str) -> str:
    return (DOCS / f"{OTHER_NAMES.get(command, command)}.md").read_text("utf-8")


def commands(name: str) -> list[click.Command]:
    """A command, and those below it."""
    command: click.Command = import_module(f"ragaudit.cli.{name}").command
    if not isinstance(command, click.Group):
        return [command]
    context = click.Context(command)
    below = (command.get_command(context, sub) for sub in command.list_commands(context))
    return [command, *(one for one in below if one is not None)]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_is_documented(name: str) -> None:
    """A command's page names each of its options."""
    options = [p.opts[0] for c in commands(name) for p in c.params if isinstance(p, click.Option)]
    page = page_of(name)
    assert [option for option in options if option not in page] == []


def test_index_lists_every_command() -> None:
    """The index leads to every command's page."""
    index = (DOCS / "index.md").read_text("utf-8")
    assert [name for name in COMMANDS if f"ragaudit {name}`]" not in index] == []


def test_configuration_example_is_valid(tmp_path: Path) -> None:
    """The example at the top loads as it stands."""
    tokens = MarkdownIt().parse((DOCS / "configuration.md").read_text("utf-8"))
    example = next(token.content for token in tokens if token.info == "yaml")
    file = tmp_path / "ragaudit.yaml"
    file.write_text(example, "utf-8")
    assert [source.id for source in load(file).sources] == ["handbook", "wiki"]


def test_every_key_is_documented() -> None:
    """`configuration.md` names each key of the schema."""
    page = (DOCS / "configuration.md").read_text("utf-8")
    models = [
        item
        for item in vars(schema).values()
        if isinstance(item, type)
        and issubclass(item, BaseModel)
        and item.__module__ == schema.__name__
    ]
    keys = {key for model in models for key in model.model_fields}
    assert sorted(key for key in keys if not re.search(rf"\b{key}\b", page)) == []


@pytest.mark.parametrize("file", PAGES, ids=lambda file: str(file.relative_to(ROOT)))
def test_links_lead_somewhere(file: Path) -> None:
    """Every relative link of a page leads to a file or folder of the project."""
    tokens = [
        t for block in MarkdownIt().parse(file.read_text("utf-8")) for t in block.children or ()
    ]
    targets = [str(token.attrs["href"]) for token in tokens if token.type == "link_open"]
    local = [t.partition("#")[0] for t in targets if "://" not in t and not t.startswith("#")]
    assert [target for target in local if not (file.parent / target).exists()] == []


def types() -> list[str]:
    """Every kind of source that is installed with the project."""
    points = entry_points(group="ragaudit.connectors")
    return sorted(p.name for p in points if p.value.startswith("ragaudit_connectors."))


def test_every_connector_has_a_row_and_a_page() -> None:
    """What is real-tested is said for each; files need no page of their own."""
    readme = (ROOT / "README.md").read_text("utf-8")
    table = (ROOT / "connectors" / "README.md").read_text("utf-8")
    systems = [name for name in types() if name not in ("filesystem", "git")]
    assert [
        name for name in types() if f"| `{name}` |" not in table and f"| [`{name}`]" not in table
    ] == []
    assert [
        name for name in systems if f"| [{name}](docs/connectors/{name}.md) |" not in readme
    ] == []
    assert sorted(page.stem for page in (DOCS / "connectors").glob("*.md")) == systems


@pytest.mark.parametrize("name", sorted(p.stem for p in (DOCS / "connectors").glob("*.md")))
def test_the_example_of_a_connector_is_valid(name: str, tmp_path: Path) -> None:
    """The first example of each page loads, and its options are those the connector knows."""
    tokens = MarkdownIt().parse((DOCS / "connectors" / f"{name}.md").read_text("utf-8"))
    example = next(token.content for token in tokens if token.info == "yaml")
    file = tmp_path / "ragaudit.yaml"
    file.write_text(f"version: 1\n{example}", "utf-8")
    (settings,) = load(file).sources
    assert (name, True) == (
        settings.type,
        isinstance(_registry.connector(settings), RemoteConnector),
    )
