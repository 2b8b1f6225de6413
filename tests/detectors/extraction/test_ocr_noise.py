"""EXT703."""

from __future__ import annotations

import pytest

from ragaudit.detectors.extraction.ocr_noise import OcrNoise
from ragaudit.model import Observation
from ragaudit.testing import check_detector
from ragaudit_connectors.parsing import parse

CLEAN = (
    "Every employee completes this form before the first day of leave and hands it to the "
    "manager, who signs it and sends it on to the people team within five working days. "
)


def run(text: str) -> list[Observation]:
    return list(OcrNoise().inspect(parse(text.encode(), "page.md", "markdown")))


def test_it_is_a_detector() -> None:
    """The rule explains itself."""
    check_detector(OcrNoise())


@pytest.mark.parametrize(
    "noise",
    [
        "Tbe emp1oyee sha11 c0mplete tliis form bef0re tbe first d4y 0f leave.",
        "The po1icy app1ies t0 a1l staff, inc1uding temp0rary w0rkers, wh0 must f0llow it.",
        "Tlie manager sbould check witb tbe team wbich dates are free.",
        "Empl0yees receive thelr sa1ary m0nthly; que5tions g0 to f1nance.",
    ],
)
def test_misread(noise: str) -> None:
    """Digits for letters, and the confusions of h and b."""
    (found,) = run(f"{CLEAN}\n\n{noise}\n")

    assert "look misread" in found.message
    assert found.line == 3


def test_words_fell_apart() -> None:
    """Letters with spaces between them."""
    (found,) = run(f"{CLEAN}\n\nt h e  f o l l o w i n g  r u l e s  a p p l y to all.\n")

    assert "stand alone" in found.message


@pytest.mark.parametrize(
    "text",
    [
        CLEAN,
        "Use OAuth2, SHA256, base64url, UTF8 and HTTP2 with S3, EC2, K8s, k3s and x86 hosts. " * 3,
        "Set i18n and l10n, test e2e and a11y, mind b2b and p2p, H2O, CO2, B12, 10GB, 4x. " * 3,
        "Commit 3f2a1b6 and id a1b2c3d4e5, version v1beta1, 1.0rc1, py3k, mp3, web3, log4j2. " * 3,
        "IPv6only, ipv4, win32api, int8, float16, utf8mb4, s3cmd, d3js, h264, x509, sha1sum. " * 3,
        "Variables a b c d e f and x y z; press h j k l; vitamins A B C D E. " * 4,
        "Alle Beschäftigten haben Anspruch auf Erholungsurlaub; 1. Schritt, 2. Schritt. " * 4,
        "Všichni zaměstnanci mají nárok, čtvrtek, zmrzl, prst, krk, vlk, strč. " * 5,
        "所有员工每年享有二十八天带薪休假。请提前两周申请。" * 5,
        "All rooms: R101, R108, B5a, C6b, A1c; phone 0151, part 8x0y5z, model A5000b. " * 4,
        f"{CLEAN * 12} The emp1oyee c0mpletes tbe po1icy.",
    ],
    ids=["clean", "products", "numeronyms", "ids", "types", "letters", "german", "czech",
         "chinese", "codes", "few"],
)  # fmt: skip
def test_not_misread(text: str) -> None:
    """Names with digits, other languages, and a few slips in a long text."""
    assert run(text) == []


def test_code_and_tables_do_not_count() -> None:
    """Identifiers look like that."""
    rows = "| c0de | l1ne | p0rt | h0st |\n" * 20
    code = "    l1ne = c0unt(p0rt, h0st, va1ue)\n" * 20

    assert run(f"{CLEAN}\n\n| a | b | c | d |\n|---|---|---|---|\n{rows}\n\n{code}") == []
