"""Further LDAP servers: a strict slapd, and a small one that gives members a part at a time."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.services.base import (
    HOST,
    Server,
    free_port,
    needs_program,
    run_once,
    tcp_answers,
    temporary_folder,
)
from tests.services.slapd import BASE, PACKAGE, SCHEMAS

MODULES = Path("/usr/lib/ldap")
PASSWORD = "reader-password"
READER = f"cn=reader,{BASE}"
SETTINGS = """
include {schemas}/core.schema
include {schemas}/cosine.schema
include {schemas}/nis.schema
include {schemas}/inetorgperson.schema
attributetype ( 1.2.840.113556.1.4.221 NAME 'sAMAccountName' EQUALITY caseIgnoreMatch
  SYNTAX 1.3.6.1.4.1.1466.115.121.1.15 SINGLE-VALUE )
attributetype ( 1.2.840.113556.1.4.146 NAME 'objectSid' EQUALITY octetStringMatch
  SYNTAX 1.3.6.1.4.1.1466.115.121.1.40 SINGLE-VALUE )
attributetype ( 1.2.840.113556.1.4.98 NAME 'primaryGroupID' EQUALITY integerMatch
  SYNTAX 1.3.6.1.4.1.1466.115.121.1.27 SINGLE-VALUE )
attributetype ( 1.2.840.113556.1.4.8 NAME 'userAccountControl' EQUALITY integerMatch
  SYNTAX 1.3.6.1.4.1.1466.115.121.1.27 SINGLE-VALUE )
attributetype ( 1.2.840.113556.1.4.159 NAME 'accountExpires' EQUALITY integerMatch
  SYNTAX 1.3.6.1.4.1.1466.115.121.1.27 SINGLE-VALUE )
attributetype ( 1.2.840.113556.1.2.210 NAME 'proxyAddresses' EQUALITY caseIgnoreMatch
  SYNTAX 1.3.6.1.4.1.1466.115.121.1.15 )
attributetype ( 2.16.840.1.113730.3.1.610 NAME 'nsAccountLock' EQUALITY caseIgnoreMatch
  SYNTAX 1.3.6.1.4.1.1466.115.121.1.15 SINGLE-VALUE )
objectclass ( 1.2.840.113556.1.5.999 NAME 'adExtras' SUP top AUXILIARY
  MAY ( sAMAccountName $ objectSid $ primaryGroupID $ userAccountControl $ accountExpires
  $ proxyAddresses $ nsAccountLock ) )
pidfile {folder}/slapd.pid
TLSCertificateFile {folder}/cert.pem
TLSCertificateKeyFile {folder}/key.pem
security simple_bind=128
modulepath {modules}
moduleload back_mdb
database mdb
suffix "{base}"
rootdn "cn=admin,{base}"
rootpw admin-password
directory {folder}/data
maxsize 268435456
dbnosync
access to attrs=userPassword by anonymous auth by * none
access to dn.exact="cn=veiled,{base}" attrs=member by * none
access to dn.exact="cn=hidden,{base}" by * none
access to * by * read
"""


@dataclass(frozen=True)
class StrictSlapd:
    """Signs nobody in without encryption, and has entries like those of Active Directory.

    `veiled` is a group whose members nobody sees; of `hidden` nobody sees anything.
    """

    plain: str
    secure: str
    certificate: Path
    folder: Path


@contextmanager
def strict_slapd(entries: str) -> Iterator[StrictSlapd]:
    """A directory with these entries in LDIF, stopped and removed at the end."""
    program, loader = needs_program("slapd", PACKAGE), needs_program("slapadd", PACKAGE)
    plain, secure = f"ldap://{HOST}:{(port := free_port())}", f"ldaps://{HOST}:{free_port()}"
    with temporary_folder("strict") as folder:
        (folder / "data").mkdir()
        certify(folder, HOST)
        settings = folder / "slapd.conf"
        settings.write_text(
            SETTINGS.format(schemas=SCHEMAS, modules=MODULES, folder=folder, base=BASE), "utf-8"
        )
        run_once([loader, "-q", "-f", settings], folder, text=entries)
        arguments = [program, "-d", "none", "-f", str(settings), "-h", f"{plain} {secure}"]
        with Server(arguments, folder, tcp_answers(port)):
            yield StrictSlapd(plain, secure, folder / "cert.pem", folder)


def certify(folder: Path, address: str) -> None:
    """A certificate for an address, which vouches for itself."""
    run_once(
        [
            *(needs_program("openssl", "openssl"), "req", "-x509", "-newkey", "rsa:2048", "-nodes"),
            *("-days", "30", "-subj", "/CN=ldap.x.test"),
            *("-addext", f"subjectAltName=IP:{address}", "-keyout", "key.pem", "-out", "cert.pem"),
        ],
        folder,
    )


BIND, SEARCH = 0x60, 0x63
AND, OR, NOT, PRESENT = 0xA0, 0xA1, 0xA2, 0x87
"""Tags of LDAP messages and conditions (RFC 4511, appendix B)."""


@dataclass
class Part:
    """What the small server has: entries by distinguished name, and how much it gives at once."""

    entries: Mapping[str, Mapping[str, Sequence[str]]]
    most: int = 3
    referrals: Sequence[str] = ()
    """Addresses it refers to at the end of every search."""
    asked: list[str] = field(default_factory=list)
    """Attributes with a range, in the order they were asked for."""


@contextmanager
def small_server(part: Part) -> Iterator[str]:
    """An LDAP server that lets anybody in; real ones that give ranges run on Windows only."""

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            while message := _message(self.rfile):
                self.wfile.write(b"".join(_answer(message, part)))

    with serving(Handler) as url:
        yield url


def _message(stream: Any) -> list[Any]:
    """The parts of the next message; none where the client has gone."""
    head = stream.read(2)
    if len(head) < 2:
        return []
    more = stream.read(head[1] & 0x7F) if head[1] & 0x80 else b""
    body = stream.read(int.from_bytes(more, "big") if more else head[1])
    return list(_parsed(body))


def _parsed(data: bytes) -> Iterator[tuple[int, Any]]:
    """Tags and values of BER; what is constructed is parsed further."""
    while data:
        tag, size, start = data[0], data[1], 2
        if size & 0x80:
            start = 2 + (size & 0x7F)
            size = int.from_bytes(data[2:start], "big")
        value = data[start : start + size]
        yield tag, list(_parsed(value)) if tag & 0x20 else value
        data = data[start + size :]


def _answer(message: list[Any], part: Part) -> Iterator[bytes]:
    number = _tlv(0x02, message[0][1])
    operation, parts = message[1]
    if operation == BIND:
        yield _tlv(0x30, number, _tlv(0x61, _result()))
    if operation != SEARCH:
        return
    base, scope = parts[0][1].decode().lower(), parts[1][1][0]
    wanted = [name.decode() for _, name in parts[7][1]]
    part.asked += [name for name in wanted if ";range=" in name]
    for dn, attributes in part.entries.items():
        below = dn.lower().endswith(base) if scope else dn.lower() == base
        if below and _matches(parts[6], attributes):
            body = (_octets(dn), _tlv(0x30, *_attributes(attributes, wanted, part.most)))
            yield _tlv(0x30, number, _tlv(0x64, *body))
    for address in part.referrals if scope else ():
        yield _tlv(0x30, number, _tlv(0x73, _octets(address)))
    yield _tlv(0x30, number, _tlv(0x65, _result()))


def _matches(condition: tuple[int, Any], attributes: Mapping[str, Sequence[str]]) -> bool:
    kind, inner = condition
    if kind in (AND, OR):
        return (all if kind == AND else any)(_matches(one, attributes) for one in inner)
    if kind == NOT:
        return not _matches(inner[0], attributes)
    if kind == PRESENT:
        return inner.decode().lower() in {"objectclass", *map(str.lower, attributes)}
    name, value = (part.decode() for _, part in inner)
    return value.lower() in (given.lower() for given in attributes.get(name, ()))


def _attributes(
    attributes: Mapping[str, Sequence[str]], wanted: Sequence[str], most: int
) -> Iterator[bytes]:
    for asked in wanted:
        name, _, span = asked.partition(";range=")
        values = attributes.get(name, ())
        start = int(span.partition("-")[0]) if span else 0
        given = values[start : start + most]
        last = "*" if start + most >= len(values) else str(start + most - 1)
        shown = name if not span and last == "*" else f"{name};range={start}-{last}"
        if given:
            yield _tlv(0x30, _octets(shown), _tlv(0x31, *map(_octets, given)))


def _tlv(tag: int, *parts: bytes) -> bytes:
    body = b"".join(parts)
    size = len(body)
    if size < 128:
        return bytes([tag, size]) + body
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(length)]) + length + body


def _octets(text: str) -> bytes:
    return _tlv(0x04, text.encode())


def _result(code: int = 0) -> bytes:
    return b"".join((_tlv(0x0A, bytes([code])), _octets(""), _octets("")))


@contextmanager
def one_answer(said: bytes) -> Iterator[str]:
    """A server that says one thing to whatever it is asked, and hangs up."""

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            self.request.recv(4096)
            self.request.sendall(said)

    with serving(Handler) as url:
        yield url


@contextmanager
def serving(handler: type[socketserver.BaseRequestHandler]) -> Iterator[str]:
    """A server on a port of its own, until the end."""
    with socketserver.ThreadingTCPServer((HOST, 0), handler) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"ldap://{HOST}:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()
