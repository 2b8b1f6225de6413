"""Where an export may lie, and what it may be."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from tests.connectors.jsonl.conftest import FIELDS, Make, Write, page
from tests.connectors.records.helpers import pages, refs

from ragaudit.contracts import CheckState
from ragaudit.errors import (
    MalformedError,
    ScopeMissingError,
    UsageError,
)

NOBODY = 65534


def test_no_link_leads_out_of_the_folder(tmp_path: Path, write: Write, make: Make) -> None:
    """Neither the file nor a folder on the way to it; a link inside is as good as the file."""
    file = write(page(1))
    outside = tmp_path.parent / "outside.jsonl"
    outside.write_bytes(file.read_bytes())
    file.unlink()
    file.symlink_to(outside)
    with pytest.raises(MalformedError, match="lies outside the folder"):
        pages(make())
    (tmp_path / "way").symlink_to(tmp_path.parent)
    shown = "way/outside.jsonl"
    with pytest.raises(MalformedError, match="lies outside the folder"):
        pages(make(settings={"root": tmp_path / shown, "shown_root": shown}))
    file.unlink()
    (tmp_path / "real.jsonl").write_bytes(outside.read_bytes())
    file.symlink_to("real.jsonl")
    assert ["1"] == list(refs(make()))


def test_a_path_upwards_leads_out_too(tmp_path: Path, make: Make) -> None:
    """`root: ../export.jsonl` is not below the configuration."""
    (tmp_path.parent / "up.jsonl").write_text('{"id": 1}\n')

    with pytest.raises(MalformedError, match="lies outside the folder"):
        pages(make(settings={"root": tmp_path / "../up.jsonl", "shown_root": "../up.jsonl"}))


def test_what_is_no_file(tmp_path: Path, write: Write, make: Make) -> None:
    """Nothing, a folder, a pipe nobody writes to."""
    file = tmp_path / "export.jsonl"
    with pytest.raises(MalformedError, match=r"there is no file export\.jsonl"):
        pages(make())
    file.mkdir()
    with pytest.raises(MalformedError, match="is no file of lines"):
        pages(make())
    file.rmdir()
    os.mkfifo(file)
    with pytest.raises(MalformedError, match="is no file of lines"):
        pages(make())


def test_a_file_that_may_not_be_read(write: Write, make: Make) -> None:
    """The missing right is named."""
    write(page(1)).chmod(0)
    connector, account = make(), os.geteuid()
    if account == 0:
        # Root reads whatever the rights say.
        os.seteuid(NOBODY)
    try:
        with pytest.raises(ScopeMissingError, match="may not be read"):
            pages(connector)
    finally:
        os.seteuid(account)


@pytest.mark.parametrize(
    ("options", "told"),
    [({"fields": {"id": "id"}}, "`options.fields.body`"),
     ({"fields": {**FIELDS, "ownr": "x"}}, "`options.fields.ownr`"),
     ({"columns": FIELDS}, "`options.columns`")],
)  # fmt: skip
def test_options_that_cannot_be_used(options: dict[str, object], told: str, make: Make) -> None:
    """They are named at once, with the key."""
    with pytest.raises(UsageError) as caught:
        make(**options)
    assert told in caught.value.message


def test_check_tries_each_capability(tmp_path: Path, write: Write, make: Make) -> None:
    """A file needs no account and has no groups."""
    ok, failed, unsupported = CheckState.OK, CheckState.FAILED, CheckState.UNSUPPORTED
    assert {
        "sign in": unsupported,
        "list": failed,
        "access": unsupported,
        "groups": unsupported,
    } == {r.capability: r.state for r in make().check()}
    write(page(1))
    connector = make(fields={**FIELDS, "allow": "may"})
    assert {
        "sign in": unsupported,
        "list": ok,
        "read": ok,
        "access": ok,
        "groups": unsupported,
    } == {r.capability: r.state for r in connector.check()}
