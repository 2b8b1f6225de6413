"""An LDAP directory with nested, circular and large groups, disabled people and real limits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.services.base import (
    HOST,
    Server,
    free_port,
    needs_path,
    needs_program,
    run_once,
    tcp_answers,
    temporary_folder,
)

PACKAGE = "slapd"
SCHEMAS = Path("/etc/ldap/schema")
MODULES = Path("/usr/lib/ldap")
BASE = "dc=x,dc=test"
ADMIN = f"cn=admin,{BASE}"
READER = f"cn=reader,{BASE}"
PASSWORDS = {ADMIN: "admin-password", READER: "reader-password"}
PEOPLE = ("alice", "bob", "carol", "locked", "expired")
"""`locked` has pwdAccountLockedTime and the server refuses the sign-in; `expired` has a
shadowExpire in the past and a nologin shell, which are for other programs to act on."""
GROUPS = {
    "hr": (f"cn=hr-leads,{BASE}",),
    "hr-leads": (f"uid=alice,{BASE}", f"uid=locked,{BASE}"),
    "loop-a": (f"cn=loop-b,{BASE}",),
    "loop-b": (f"cn=loop-a,{BASE}", f"uid=bob,{BASE}"),
}
CROWD = 2000
EVERYBODY = "everybody"
"""The group of the crowd."""
READER_LIMIT = 500
ANONYMOUS_LIMIT = 50
FOREVER = "000001010000Z"
"""Locked until somebody unlocks it."""
SETTINGS = """
include {schemas}/core.schema
include {schemas}/cosine.schema
include {schemas}/inetorgperson.schema
include {schemas}/nis.schema
pidfile {folder}/slapd.pid
modulepath {modules}
moduleload back_mdb
moduleload memberof
moduleload ppolicy
database mdb
suffix "{base}"
rootdn "{admin}"
rootpw {password}
directory {folder}/data
maxsize 268435456
dbnosync
index objectClass,uid,cn,member,memberOf eq
index entryUUID,entryCSN eq
limits dn.exact="{reader}" size={reader_limit} size.prtotal=unlimited
limits anonymous size={anonymous_limit} size.prtotal=disabled
access to attrs=userPassword by anonymous auth by * none
access to attrs=pwdAccountLockedTime,shadowExpire,loginShell by dn.exact="{reader}" read by * none
access to * by * read
overlay memberof
overlay ppolicy
ppolicy_default "cn=policy,{base}"
"""


@dataclass(frozen=True)
class Slapd:
    """A running directory: `reader` reads all of it in pages, anonymous the first fifty entries.

    `alice` is in `hr-leads`, which is in `hr`; her memberOf names `hr-leads` alone. `loop-a` and
    `loop-b` are in each other. Two thousand people more are in `everybody`.
    """

    url: str
    folder: Path
    server: Server

    def dn(self, name: str) -> str:
        """The distinguished name of a person or a group."""
        return f"{'uid' if name in PEOPLE else 'cn'}={name},{BASE}"

    def password(self, dn: str) -> str:
        """The password of a person, the reader or the administrator."""
        return PASSWORDS.get(dn) or f"{dn.partition(',')[0].partition('=')[2]}-password"

    @contextmanager
    def session(self, dn: str | None = READER) -> Iterator[Any]:
        """An ldap3 connection bound as somebody, or anonymous; raises on any refusal."""
        import ldap3

        server = ldap3.Server(self.url, get_info=ldap3.NONE, connect_timeout=10)
        password = self.password(dn) if dn else None
        with ldap3.Connection(server, dn, password, raise_exceptions=True) as connection:
            yield connection

    def add(self, dn: str, **attributes: str | Sequence[str]) -> None:
        """Add an entry, its object classes among the attributes."""
        with self.session(ADMIN) as connection:
            connection.add(dn, attributes=attributes)

    def replace(self, dn: str, **attributes: str | Sequence[str]) -> None:
        """Replace attributes of an entry; an empty list removes one."""
        import ldap3

        changes = {name: [(ldap3.MODIFY_REPLACE, value)] for name, value in attributes.items()}
        with self.session(ADMIN) as connection:
            connection.modify(dn, changes)

    def set_members(self, group: str, members: Sequence[str]) -> None:
        """Replace who is in a group, by distinguished names."""
        self.replace(self.dn(group), member=list(members))

    def delete(self, dn: str) -> None:
        """Remove an entry."""
        with self.session(ADMIN) as connection:
            connection.delete(dn)

    def reset(self) -> None:
        """Back to the first people and groups; the crowd and its group stay as they are."""
        with self.session(ADMIN) as connection:
            connection.search(BASE, "(objectClass=*)", search_scope="LEVEL")
            for found in list(connection.response):
                if found["dn"] not in KEPT:
                    connection.delete(found["dn"])
            for name in PEOPLE:
                connection.add(self.dn(name), attributes=_person(name))
            # Empty at first: memberOf is written only where a member exists already.
            for group in GROUPS:
                connection.add(self.dn(group), attributes=_group(group, [READER]))
        for group, members in GROUPS.items():
            self.set_members(group, members)


KEPT = (READER, f"cn=policy,{BASE}", f"cn={EVERYBODY},{BASE}", f"ou=crowd,{BASE}")


def _person(name: str) -> dict[str, str | list[str]]:
    person: dict[str, str | list[str]] = {
        "objectClass": ["inetOrgPerson"],
        "cn": f"{name.title()} Example",
        "sn": "Example",
        "mail": f"{name}@acme.example",
        "userPassword": f"{name}-password",
    }
    if name == "locked":
        person["pwdAccountLockedTime"] = FOREVER
    if name == "expired":
        person["objectClass"] = ["inetOrgPerson", "posixAccount", "shadowAccount"]
        person |= {"uidNumber": "20001", "gidNumber": "20000", "homeDirectory": "/"}
        person |= {"loginShell": "/usr/sbin/nologin", "shadowExpire": "1"}
    return person


def _group(name: str, members: Sequence[str]) -> dict[str, str | list[str]]:
    return {"objectClass": ["groupOfNames"], "cn": name, "member": list(members)}


@contextmanager
def running_slapd() -> Iterator[Slapd]:
    """A directory of its own, stopped and removed at the end."""
    program = needs_program("slapd", PACKAGE)
    loader = needs_program("slapadd", PACKAGE)
    needs_path(MODULES / "ppolicy.so", PACKAGE)
    url = f"ldap://{HOST}:{(port := free_port())}"
    with temporary_folder("slapd") as folder:
        settings = folder / "slapd.conf"
        arguments = [program, "-d", "none", "-f", str(settings), "-h", url]
        directory = Slapd(url, folder, Server(arguments, folder, tcp_answers(port)))
        _configure(folder)
        run_once([loader, "-q", "-f", settings], folder, text=_ldif())
        with directory.server:
            directory.reset()
            yield directory


def _configure(folder: Path) -> None:
    (folder / "data").mkdir()
    settings = SETTINGS.format(
        schemas=SCHEMAS,
        modules=MODULES,
        folder=folder,
        base=BASE,
        admin=ADMIN,
        password=PASSWORDS[ADMIN],
        reader=READER,
        reader_limit=READER_LIMIT,
        anonymous_limit=ANONYMOUS_LIMIT,
    )
    (folder / "slapd.conf").write_text(settings, encoding="utf-8")


def _ldif() -> str:
    """What is there before the first reset, loaded in one go because the crowd is large."""
    crowd = [f"uid=person{number:04},ou=crowd,{BASE}" for number in range(CROWD)]
    group = f"cn={EVERYBODY},{BASE}"
    entries = [
        _entry(BASE, objectClass=["dcObject", "organization"], dc="x", o="X"),
        _entry(READER, objectClass=READER_CLASSES, cn="reader", userPassword=PASSWORDS[READER]),
        _entry(
            f"cn=policy,{BASE}",
            objectClass=["organizationalRole", "pwdPolicy"],
            cn="policy",
            pwdAttribute="userPassword",
            pwdLockout="TRUE",
        ),
        _entry(f"ou=crowd,{BASE}", objectClass="organizationalUnit", ou="crowd"),
        _entry(group, **_group(EVERYBODY, crowd)),
    ]
    for dn in crowd:
        uid = dn.partition(",")[0].partition("=")[2]
        mail = f"{uid}@acme.example"
        person = {"objectClass": "inetOrgPerson", "uid": uid, "cn": uid, "sn": "Crowd"}
        entries.append(_entry(dn, **person, mail=mail, memberOf=group))
    return "\n".join(entries)


READER_CLASSES = ["organizationalRole", "simpleSecurityObject"]


def _entry(dn: str, **attributes: str | Sequence[str]) -> str:
    lines = [f"dn: {dn}"]
    for name, values in attributes.items():
        several = [values] if isinstance(values, str) else values
        lines += [f"{name}: {value}" for value in several]
    return "\n".join([*lines, ""])
