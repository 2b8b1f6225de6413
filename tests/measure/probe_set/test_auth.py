"""What a target is sent for somebody holds the names of secrets, never secrets."""

from __future__ import annotations

import pytest

from ragaudit._measure.probe_set.auth import check, variables

DRAWN = "eyJhbGciOiJIUzI1NiIs" + "InR5cCI6IkpXVCJ9"


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("header Authorization", "Bearer ${ALICE_TOKEN}"),
        ("header Authorization", "${ALICE_TOKEN}"),
        ("header X-Api-Key", "ApiKey ${A1}"),
        ("cookie", "session=${SESSION}; csrf=${CSRF}"),
        ("password", "${PW}"),
        ("user", "alice"),
        ("header X-User", "alice.lee@acme.example"),
        ("where", '{"group": {"$in": ["eng", "all"]}}'),
        ("body tenant", "acme"),
        ("header X-Groups", "eng,ops,${GROUPS}"),
        ("token", ""),
    ],
)
def test_variables_and_plain_words_pass(key: str, value: str) -> None:
    """Who somebody is may be said, what they prove it with may not."""
    assert {key: value} == check({key: value})


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("header Authorization", "Bearer abc"),
        ("header Authorization", "Basic YWxpY2U6cHc="),
        ("header Authorization", "Bearer ${ALICE}x"),
        ("header Authorization", "Bearer ${ALICE"),
        ("password", "hunter2"),
        ("cookie", "session=1"),
        ("api_key", "$ALICE"),
        ("header X-User", "${1X}"),
        ("header X-Forwarded", DRAWN),
        ("user", "password: " + "Tr0ub4dor&3x!"),
        ("body", "AKIA" + "QYLPMN5HHHFPZAM2"),
    ],
)
def test_a_secret_is_refused_and_not_shown(key: str, value: str) -> None:
    """The message names the key and what to write."""
    with pytest.raises(ValueError, match=r"\$\{NAME\}") as raised:
        check({key: value})

    assert value not in str(raised.value)
    assert f"“{key}”" in str(raised.value)


def test_variables_are_listed() -> None:
    """Once, in order."""
    auth = {"cookie": "a=${B}; b=${A}", "token": "${B}"}

    assert ("B", "A") == variables(auth)
