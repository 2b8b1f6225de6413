"""Short forms in capitals, and the places that say what they stand for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ragaudit.contracts import Extractor, Feature
from ragaudit.model import Block, BlockKind, Content
from ragaudit.text import shorten

ACRONYM, DEFINED = "acronym:", "defined"

_SHORT = re.compile(r"(?<![\w/.$#&@<{\[\"'`-])([A-Z]{3,6})s?(?![\w/=(\[\"'`-]|\.\w|:\w)")
_PROSE = frozenset({BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.QUOTE})
_SHOUTED = 0.5
_BRACKETED = re.compile(r"\(([A-Z]{3,6})s?\b[^()]{0,40}\)")
_EXPLAINED = re.compile(
    r"\b([A-Z]{3,6})s?\s{0,2}(?:\((?=[A-Za-z][a-z])|(?:stands? for|means|is short for|refers to|is "
    r"(?:an?|the) |steht für|bedeutet|[-–—:=]\s))"
)
_ENTRY = re.compile(r"\W{0,4}([A-Z]{3,6})\b\W{0,3}\s?(?:[-–—:=|]|$)")
_TAG = re.compile(r"\*\[([A-Z]{3,6})\]:|<abbr[^<>]{1,200}>\s{0,3}([A-Z]{3,6})")
_DATA = frozenset({"csv", "tsv", "json", "jsonl", "xlsx", "xml"})
_COMMON = """\
ACL AKA AND ANY APAC API APIS ASAP ATM AWS BBC BCC BST CCTV CDN CEO CEST CET CFO CIA
CIO CLI COO CPU CRM CSS CST CSV CTO CVS DELETE DIY DNS DOM DVD EDT EEA EMEA ERP EST
ETA ETC EUR EXIF FAQ FAX FBI FTP FYI GBP GCP GDP GDPR GET GIF GMT GNU GPS GPU GUI HDD
HEAD HIV HMRC HTML HTTP HTTPS IAM IBAN IBM ICT IDE IMAP IMPORTANT INC IRC ISBN ISO ISP
ITV JDK JPEG JPG JSON JVM JWT KPI LAN LCD LED LICENSE LLC LTD LTE MAC MAY MBA MIT MOT
MPEG MUST MVP NASA NATO NFC NHS NOT NOTE NPM OCR OECD OEM OSS PATCH PDF PDT PHP PIN
PLC PNG POP POST PST PSTN PUT RAM README REST RFC RGB ROI RSS RSVP RTF SDK SEO SHALL
SIM SLA SMS SMTP SOAP SOS SQL SSD SSH SSL SSO SVG SWIFT TBA TBC TBD TCP TIFF TIP TLS
TODO TSV TTL UAE UDP UFO UHD UML UNESCO UNICEF URI URL URLS USA USB USD USP UTC UTF
UUID VAT VGA VIP VPN WAN WARNING WHO WIFI WIP WWW XHTML XLS XLSX XML YAML YES ZIP
"""
_KNOWN = frozenset(_COMMON.split())
"""What every reader of a handbook knows, or finds in any dictionary."""
_PLAIN = re.compile(r"\b[a-z]{3,6}\b")
_ROMAN = re.compile(r"[IVXLCDM]+")


class AcronymFeatures(Extractor):
    """One feature a short form a document uses, one for each it says the meaning of."""

    name = "acronyms/1"

    def extract(self, content: Content) -> Iterator[Feature]:
        """Yield nothing for data and for text in capitals."""
        if content.format in _DATA:
            return
        uses: dict[str, tuple[int, Block]] = {}
        plain = {word for block in content.blocks for word in _PLAIN.findall(block.text)}
        for block in content.blocks:
            if block.kind in _PROSE and not _is_shouted(block.text):
                for match in _SHORT.finditer(block.text):
                    name = match[1]
                    # A word that also stands in small letters is emphasised, not shortened.
                    if not (name in _KNOWN or _ROMAN.fullmatch(name) or name.lower() in plain):
                        count, first = uses.get(name, (0, block))
                        uses[name] = (count + 1, first)
        told = _told(content)
        for name in sorted(uses.keys() | told):
            if name in told:
                yield Feature(ACRONYM + name, DEFINED)
            elif name in uses:
                count, block = uses[name]
                yield Feature(ACRONYM + name, str(count), block.span.line, _around(block, name))


def _told(content: Content) -> set[str]:
    found: set[str] = {a or b for a, b in _TAG.findall(content.text)}
    for block in content.blocks:
        if block.kind is BlockKind.CODE:
            continue
        found.update(_BRACKETED.findall(block.text))
        found.update(_EXPLAINED.findall(block.text))
        if (entry := _ENTRY.match(block.text)) is not None:
            found.add(entry[1])
        if block.kind in (BlockKind.HEADING, BlockKind.TABLE_ROW):
            # A page, or a row, on the subject says what it is about.
            found.update(_SHORT.findall(block.text))
    return found


def _is_shouted(text: str) -> bool:
    letters = [c for c in text if c.isalpha()]
    return sum(map(str.isupper, letters)) > _SHOUTED * max(len(letters), 1)


def _around(block: Block, name: str) -> str:
    at = block.text.find(name)
    return shorten(block.text[max(0, at - 60) : at + 80])
