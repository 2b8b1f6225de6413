"""What stands for a secret and is none."""

from __future__ import annotations

import pytest

from ragaudit.sensitive.placeholders import entropy_of, is_placeholder, patterned


@pytest.mark.parametrize(
    "value",
    ["xxxxxxxx", "<token>", "${TOKEN}", "{{ token }}", "YOUR_API_KEY", "AKIAIOSFODNN7EXAMPLE",
     "********", "...", "abcdefghijklmnop", "0123456789abcdef", "changeme", "$TOKEN", "%s"],
)  # fmt: skip
def test_placeholders(value: str) -> None:
    """Words, marks, repeated and counted characters."""
    assert is_placeholder(value)


@pytest.mark.parametrize("value", ["QX7ZPLM4NRT2VW8K", "Sunny-Meadow-4217", "a1B2c3D4e5F6g7H8"])
def test_values(value: str) -> None:
    """What a machine draws, or somebody sets."""
    assert not is_placeholder(value)


def test_measures() -> None:
    """In bits a character, and as a share."""
    assert 2.0 == entropy_of("abcd")
    assert 0.0 == entropy_of("aaaa")
    assert 1.0 == patterned("abcdef")
    assert 0.5 == patterned("4321xkqz")
