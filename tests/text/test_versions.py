"""Versions and ranges: what a mention stands for, and what a range holds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ragaudit.text.versions import VersionError, family, parse_range


@pytest.mark.parametrize(
    ("range_", "inside", "below"),
    [
        (">=4.2", ["4.2", "4.2.1", "5", "4", "4.10"], ["4.1", "3", "4.1.9"]),
        (">=4.0,<6", ["4", "4.0", "5.9"], ["3.9"]),
        ("4.x", ["4", "4.0", "4.9.1"], ["3.12"]),
        ("3.12", ["3.12", "3.12.4", "3"], ["3.11"]),
        ("~=4.1", ["4.1", "4.9"], ["4.0"]),
        ("~=4.1.2", ["4.1.2", "4.1"], ["4.1.1"]),
        ("^4.1", ["4.1", "4.9"], ["4.0"]),
        ("^0.2.3", ["0.2.3", "0.2"], ["0.2.2", "0.1"]),
        ("~1.2", ["1.2.9"], ["1.1"]),
        (">3.8", ["3.8.1", "3.9"], ["3.7"]),
        ("<=3.8,>=3.6", ["3.8", "3.8.5", "3.6"], ["3.5"]),
        ("v20", ["20", "v20.1"], ["18"]),
    ],
)
def test_ranges(range_: str, inside: list[str], below: list[str]) -> None:
    """A mention with fewer parts stands for every version that begins with it."""
    span = parse_range(range_)
    assert [(True, False)] * len(inside) == [
        (family(v).meets(span), family(v).below(span)) for v in inside
    ]
    assert [(False, True)] * len(below) == [
        (family(v).meets(span), family(v).below(span)) for v in below
    ]


@pytest.mark.parametrize(
    "text", ["", "latest", ">=", "!=3", ">=4,<3", "4.1-beta", ">=4;<5", "1" * 40, "=>4"]
)
def test_no_range(text: str) -> None:
    """An error, never a guess."""
    with pytest.raises(VersionError):
        parse_range(text)


@given(st.lists(st.integers(0, 99), min_size=1, max_size=4))
def test_a_version_is_in_its_own_range(parts: list[int]) -> None:
    """Also with zeros at the end."""
    version = ".".join(map(str, parts))
    assert family(version).meets(parse_range(f">={version}"))
    assert family(version).meets(parse_range(f"=={version}"))
