"""SAF601."""

# ruff: noqa: E501  # tables: one format a line

from __future__ import annotations

import pytest
from tests.detectors.corpora import page
from tests.detectors.safety.tokens import drawn, hexed, jwt, pem

from ragaudit.detectors.safety.secret_structured import SecretStructured
from ragaudit.model import Observation, Severity
from ragaudit.testing import check_detector
from ragaudit_connectors.parsing import parse

UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
FORMATS = {
    "AKIA": "AKIA" + drawn(16, UPPER),
    "ASIA": "ASIA" + drawn(16, UPPER),
    "github": "gh" + "p_" + drawn(36),
    "github fine-grained": "github_" + "pat_" + drawn(22) + "_" + drawn(59),
    "gitlab": "gl" + "pat-" + drawn(20),
    "slack": "xo" + "xb-" + drawn(12, "123456789") + "-" + drawn(12, "123456789") + "-" + drawn(24),
    "slack webhook": "https://hooks.slack" + ".com/services/T" + drawn(10, UPPER) + "/B" + drawn(10, UPPER) + "/" + drawn(24),
    "stripe": "sk" + "_live_" + drawn(24),
    "google": "AI" + "za" + drawn(35),
    "sendgrid": "S" + "G." + drawn(22) + "." + drawn(43),
    "digitalocean": "do" + "p_v1_" + hexed(64),
    "shopify": "shp" + "at_" + hexed(32),
    "hugging face": "h" + "f_" + drawn(34, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"),
    "npm": "np" + "m_" + drawn(36),
    "pypi": "py" + "pi-AgEIcHlwaS5vcmc" + drawn(80),
    "age": "AGE-SECRET-" + "KEY-1" + drawn(58, "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L"),
    "telegram": drawn(10, "123456789") + ":A" + "A" + drawn(33),
    "databricks": "da" + "pi" + hexed(32),
    "vault": "hv" + "s." + drawn(90),
    "linear": "lin" + "_api_" + drawn(40),
    "atlassian": "ATA" + "TT3" + drawn(180),
    "grafana": "gl" + "sa_" + drawn(32) + "_" + hexed(8),
    "new relic": "NR" + "AK-" + drawn(27, UPPER),
    "doppler": "dp" + ".pt." + drawn(43),
    "planetscale": "pscale" + "_tkn_" + drawn(43),
    "postman": "PM" + "AK-" + hexed(24) + "-" + hexed(34),
    "pulumi": "pu" + "l-" + hexed(40),
    "sentry": "sntr" + "yu_" + hexed(64),
    "square": "sq0" + "csp-" + drawn(43),
    "terraform": drawn(14) + ".atla" + "sv1." + drawn(67),
    "openai": "sk" + "-proj-" + drawn(60),
    "anthropic": "sk" + "-ant-api03-" + drawn(93) + "AA",
    "azure": drawn(3) + "8Q" + "~" + drawn(34),
    "azure storage": "AccountKey=" + drawn(86) + "==",
    "twilio": "S" + "K" + hexed(32),
    "mailchimp": hexed(32) + "-us" + "12",
    "jwt": jwt(sub="svc-billing", iss="https://login.pellworth.net", scope="all"),
    "url": "postgres://billing:" + drawn(14) + "@db1.pellworth.net:5432/main",
    "pem": pem(),
    "openssh": pem("OPENSSH PRIVATE KEY"),
    "pgp": pem("PGP PRIVATE KEY BLOCK"),
}  # fmt: skip


def found(text: str) -> list[Observation]:
    return list(SecretStructured().inspect(page(text)))


def test_it_is_a_detector() -> None:
    """The rule explains itself and its kind is clear."""
    check_detector(SecretStructured())


@pytest.mark.parametrize("name", FORMATS)
def test_formats(name: str) -> None:
    """In prose, in code, in a table: one observation, which does not tell the value."""
    secret = FORMATS[name]
    flat = secret.replace("\n", " ")
    texts = [f"Use this for staging:\n\n{secret}\n\nand nothing else.", f"```\nTOKEN={secret}\n```"]
    if "\n" not in secret:
        texts += [
            f"Ask Ann before you use {flat}, please.",
            f"| a | b |\n|---|---|\n| c | {flat} |",
        ]
    for text in texts:
        seen = found(f"# Page\n\n{text}\n")
        assert [1] == [len(seen)], text[:40]
        assert secret not in seen[0].quote + seen[0].message
        assert drawn(64)[4:12] not in seen[0].quote + seen[0].message


@pytest.mark.parametrize(
    "text",
    [
        "AKIA" + "IOSFODNN7EXAMPLE",
        "AKIA" + "XXXXXXXXXXXXXXXX",
        "TODAYIN" + "ASIA" + "ASACKOFRICEFELLOVER",
        "ghp_" + "x" * 36,
        "ghp_" + "YOUR_TOKEN_HERE",
        "gh" + "p_abcdefghijklmnopqrstuvwxyz0123456789",
        "glpat-" + "X" * 20,
        "xoxb-" + "your-bot-token-goes-here",
        "xoxb-" + "1234567890-1234567890-" + "x" * 24,
        "sk_live_" + "...",
        "pk_live_" + drawn(24),
        "AIza" + "abcdefghijklmnopqrstuvwxyz123456789",
        "sk-ant-" + "api03-..." ,
        "hf_" + "x" * 34,
        "hvs." + "x" * 90,
        "commit 3f786850e387550fdab836ed7e6dc881de23001b",
        "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "550e8400-e29b-41d4-a716-446655440000",
        "-----BEGIN RSA PRIVATE KEY-----\n...\n-----END RSA PRIVATE KEY-----",
        "-----BEGIN PRIVATE KEY-----\n<your key>\n-----END PRIVATE KEY-----",
        pem("PUBLIC KEY"),
        pem("CERTIFICATE"),
        jwt(sub="1234567890", name="John Doe", iat=1516239022),
        jwt(sub="svc", exp=1600000000),
        "eyJ" + drawn(40) + ".eyJ" + drawn(40) + "." + drawn(40),
        "postgres://user:password@db1.pellworth.net/main",
        "postgres://postgres:postgres@localhost:5432/test",
        "mysql://root:" + drawn(12) + "@localhost/test",
        "https://${USER}:${TOKEN}@git.pellworth.net/docs.git",
        "https://user:<token>@git.pellworth.net/docs.git",
        "https://bob:" + drawn(12) + "@example.com/feed",
        "git@github.com:pellworth/docs.git and ssh://git@github.com:22/x",
        "curl -u admin:admin https://elastic.pellworth.net",
        "curl -u username:password https://elastic.pellworth.net",
        'curl -H "Authorization: Bearer $TOKEN" https://api.pellworth.net',
        'curl -H "Authorization: Bearer <token>" https://api.pellworth.net',
        "https://lnks.pellworth.net/l/" + jwt(bulletin=12) + "/s/642947709",
        "client_secret=" + "bP88Q~" + "x" * 34,
        "a picture_" + "ico-" + hexed(32) + ".png at https://cdn.pellworth.net/a.ico-" + hexed(32) + ".png",
    ],
)  # fmt: skip
def test_look_alikes(text: str) -> None:
    """Published examples, placeholders, checksums, public keys, expired tokens."""
    assert [] == found(f"# Page\n\nSet it like this:\n\n{text}\n")


def test_a_test_key_is_info() -> None:
    """It opens a test environment."""
    assert [Severity.INFO] == [o.severity for o in found("Key: sk_" + "test_" + drawn(24))]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (f"curl -u developer:{drawn(16)} https://search.pellworth.net", 4),
        (f'curl -H "Authorization: Bearer {drawn(40)}" https://api.pellworth.net', 4),
        (f'curl -X POST \\\n  -H "X-Api-Key: {hexed(32)}" https://api.pellworth.net', 5),
        (f"curl -X POST \\\n  -u ops:{drawn(16)} https://api.pellworth.net", 5),
        (f"curl -u {drawn(24)}: https://api.pellworth.net/charges", 4),
    ],
)
def test_commands(text: str, line: int) -> None:
    """A password or token typed into a command."""
    assert [line] == [o.line for o in found(f"# Page\n\n```\n{text}\n```\n")]


def test_many_of_a_kind_are_one() -> None:
    """One observation with the count and the first line."""
    lines = "\n".join("- gh" + "p_" + drawn(36, seed=n) for n in range(7))
    seen = found(f"# Page\n\n{lines}\n")

    assert [3] == [o.line for o in seen]
    assert "GitHub token, 7 of them, in lines 3, 4, 5 and 4 more" in seen[0].message


def test_what_a_reader_does_not_see() -> None:
    """Comments, attributes and the targets of links are indexed by many loaders."""
    key = "AIza" + drawn(35)
    html = f'<p>Map</p>\n<script src="https://maps.pellworth.net/js?key={key}"></script>'
    content = parse(html.encode(), "map.html", "html")

    assert [2] == [o.line for o in SecretStructured().inspect(content)]
    assert [3] == [o.line for o in found(f"# Page\n\n<!-- old: {key} -->\n")]


def test_escaped_in_markdown() -> None:
    """Converters put a backslash before each underscore."""
    assert 1 == len(found("Token: ghp\\_" + drawn(36)))
