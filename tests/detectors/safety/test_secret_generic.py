"""SAF602."""

from __future__ import annotations

import pytest
from tests.detectors.corpora import page
from tests.detectors.safety.tokens import drawn, hexed

from ragaudit.detectors.safety.secret_generic import SecretGeneric
from ragaudit.model import Observation
from ragaudit.testing import check_detector

WORD = "Sunny-" + "Meadow-4" + "217"
KEY = drawn(32)


def found(text: str) -> list[Observation]:
    return list(SecretGeneric().inspect(page(text)))


def test_it_is_a_detector() -> None:
    """The rule explains itself and its kind is clear."""
    check_detector(SecretGeneric())


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (f"Password: {WORD}", WORD),
        (f"**Password:** `{WORD}`", WORD),
        (f"- Wi-Fi password: {WORD}", WORD),
        (f"The password for the guest network is {WORD}.", WORD),
        (f"The default password is `{WORD}`, change it.", WORD),
        (f"Log in as root (password: {WORD}).", WORD),
        (f"| system | password |\n|---|---|\n| router | {WORD} |", WORD),
        (f"| setting | value |\n|---|---|\n| admin password | {WORD} |", WORD),
        (f"Passwort: {WORD}", WORD),
        (f'```\napi_key = "{KEY}"\n```', KEY),
        (f"```\nexport CRM_API_TOKEN={KEY}\n```", KEY),
        (f"```yaml\nclient_secret: {KEY}\n```", KEY),
        (f'```json\n{{"db_password": "{WORD}"}}\n```', WORD),
        (f"The API key is {KEY}", KEY),
        (f"```\nGET /me\nAuthorization: Bearer {KEY}\n```", KEY),
    ],
)
def test_told_by_a_word(text: str, value: str) -> None:
    """In prose, lists, tables and code; the value is not in what is shown."""
    seen = found(f"# Page\n\n{text}\n")

    assert 1 == len(seen)
    assert value not in seen[0].quote + seen[0].message


@pytest.mark.parametrize(
    "text",
    [
        "Password: changeme",
        "Password: ********",
        "Password: <your password>",
        "password: ${DB_PASSWORD}",
        "password = os.environ['DB_PASSWORD']",
        "password: correct horse battery staple",
        "Passwords must be at least 12 characters long.",
        "Password: minimum 12 characters, one digit",
        "The password is reset after 90 days.",
        "The token is valid for 3600s.",
        "token: string",
        "token = get_token(user)",
        "api_key: YOUR_API_KEY_1234567890",
        "secret_name: prod/billing/db-2024",
        "public_key = " + drawn(43),
        "csrf_token=" + drawn(43),
        '"access_token": "' + drawn(43) + '", "expires_in": 3600',
        "key: value1234567890123456",
        "primary_key: customer_id_2024",
        "access_key_id_rotation: 90d",
        "git commit token: " + hexed(40),
        "token_url: https://login.pellworth.net/oauth/token2",
        "password_file: /etc/app/password.2024.txt",
        "Password policy: https://wiki.pellworth.net/Policy-12",
        "| password | length |\n|---|---|\n| admin | 12 |",
        "password: ENC[AES256_GCM,...]",
        "PASSWORD=$(openssl rand -hex 16)",
        "password: c2VjcmV0Cg==",
        "See https://zoom.us/j/9912345678?pwd=" + drawn(32),
    ],
)
def test_look_alikes(text: str) -> None:
    """Words, names, variables, placeholders, rules about passwords."""
    assert [] == found(f"# Page\n\n{text}\n")
