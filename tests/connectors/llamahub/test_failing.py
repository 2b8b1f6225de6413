"""Readers that cannot be had, must not be run, or fail."""

from __future__ import annotations

from typing import Any

import pytest
from tests.connectors.llamahub.conftest import MINE, Make
from tests.connectors.llamahub.readers import Failing

from ragaudit.contracts import CheckState
from ragaudit.errors import (
    AuthInvalidError,
    MalformedError,
    MissingExtraError,
    RateLimitedError,
    ScopeMissingError,
    TransientError,
    UsageError,
)


@pytest.mark.parametrize(
    ("reader", "changes", "told"),
    [
        ("os.system", {}, "not in llama_index"),
        ("llama_index_evil.Reader", {}, "not in llama_index"),
        ("llama_index.core:Document.from_dict", {}, "reader"),
        ("Failing", {"allow_modules": []}, "not in llama_index"),
        ("Failing", {"allow_modules": ["tests.connectors.llama"]}, "not in llama_index"),
        ("Failing", {"init": {"how": "x", "token": "abc"}}, r"init\.token. holds a secret"),
        ("Failing", {"load": {"a": {"api_key": "abc"}}}, r"load\.a\.api_key. holds a secret"),
        ("Failing", {"inti": {}}, "inti"),
        ("Failing", {"fields": {"ownr": "x"}}, "ownr"),
    ],
)
def test_options_are_checked_at_once(
    make: Make, reader: str, changes: dict[str, Any], told: str
) -> None:
    """With the place they are written at; nothing is imported for it."""
    with pytest.raises(UsageError, match=told) as caught:
        make(reader, **changes)
    assert str(caught.value).startswith("ragaudit.yaml:7: source “hub”: ")
    assert "abc" not in f"{caught.value} {caught.value.hint}"


@pytest.mark.parametrize(
    ("reader", "told"),
    [
        ("NotAReader", "has no reader NotAReader"),
        ("Absent", "has no reader Absent"),
        ("system", "has no reader system"),
    ],
)
def test_what_is_no_reader_is_not_called(make: Make, reader: str, told: str) -> None:
    """A function of an allowed module is not one."""
    with pytest.raises(UsageError, match=told):
        list(make(reader).list_refs(None))


def test_a_class_that_is_only_passed_on_must_be_allowed_too(make: Make) -> None:
    """A module exports whatever it imports: this one's own reader is llama_index's."""
    assert list(make("StringIterableReader", load={"texts": ["a"]}).list_refs(None))
    with pytest.raises(UsageError, match=r"is defined in elsewhere\.readers"):
        list(make("Elsewhere", init={"pages": []}).list_refs(None))
    both = [MINE, "elsewhere"]
    assert list(make("Elsewhere", init={"pages": []}, allow_modules=both).list_refs(None))


def test_a_reader_that_is_not_installed(make: Make) -> None:
    """With the one command to run."""
    with pytest.raises(MissingExtraError) as caught:
        list(make("llama_index.readers.no_such_thing.Reader").list_refs(None))
    assert "pip install llama-index-readers-no-such-thing" == caught.value.hint


@pytest.mark.parametrize(
    ("how", "error"),
    [
        ("401", AuthInvalidError),
        ("403", ScopeMissingError),
        ("permission", ScopeMissingError),
        ("429", RateLimitedError),
        ("503", TransientError),
        ("timeout", TransientError),
        ("404", MalformedError),
        ("value", MalformedError),
        ("nothing", MalformedError),
        ("import", MissingExtraError),
        ("other", MissingExtraError),
    ],
)
def test_whatever_it_raises_is_one_of_our_errors(
    make: Make, how: str, error: type[Exception]
) -> None:
    """Which says nothing of what the documents say."""
    connector = make("Failing", init={"how": how})
    with pytest.raises(error) as caught:
        list(connector.list_refs(None))
    assert "Salaries" not in str(caught.value)
    checked = {result.capability: result.state for result in connector.check()}
    assert CheckState.FAILED == checked["list"]


def test_wrong_arguments_are_the_users(make: Make) -> None:
    """Of the reader, and of its loading."""
    with pytest.raises(UsageError, match=r"Failing cannot be made: .*hwo"):
        list(make("Failing", init={"hwo": "x"}).list_refs(None))
    strings = "llama_index.core.readers.string_iterable.StringIterableReader"
    with pytest.raises(UsageError, match="txts"):
        list(make(strings, load={"txts": ["a"]}).list_refs(None))
    with pytest.raises(UsageError, match="Directory /no/such/folder does not exist"):
        reader = "llama_index.core.readers.SimpleDirectoryReader"
        list(make(reader, init={"input_dir": "/no/such/folder"}).list_refs(None))


def test_what_passes_is_tried_again(make: Make) -> None:
    """As often as `sync.tries` says."""
    connector = make("Failing", init={"how": "once"})
    Failing.left = 1
    assert ["only"] == [ref.native_id for page in connector.list_refs(None) for ref in page.refs]
    assert 2 == connector.requests()
    Failing.left = 2
    with pytest.raises(TransientError):
        list(connector.list_refs(None))
    Failing.left = 0


def test_secrets_come_from_the_environment(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    """By name; a variable that is not set is said by name."""
    monkeypatch.setenv("HUB_TOKEN", "s3cret")
    connector = make("Failing", init={"how": "ok", "token_env": "HUB_TOKEN"})
    (ref,) = next(iter(connector.list_refs(None))).refs
    assert b"token s3cret" == connector.fetch(ref).data
    assert "s3cret" not in repr(connector.settings)
    monkeypatch.delenv("HUB_TOKEN")
    with pytest.raises(AuthInvalidError, match="HUB_TOKEN is not set"):
        list(make("Failing", init={"how": "ok", "token_env": "HUB_TOKEN"}).list_refs(None))
