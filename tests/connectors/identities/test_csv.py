"""CSV as systems export it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.connectors.identities.conftest import Entry, Write

from ragaudit.errors import ConfigError
from ragaudit.model import Directory, Group, User
from ragaudit_connectors.identities.static import read_static

Read = Callable[..., Directory]


@pytest.fixture
def read(entry: Entry, write: Write) -> Read:
    """The directory in one CSV file."""

    def _read(text: str | bytes, **keys: object) -> Directory:
        write("people.csv", text)
        return read_static(entry("static", path="people.csv", **keys))

    return _read


def test_our_own_headers(read: Read) -> None:
    """Everything the YAML file can say about people."""
    found = read(
        "id,name,email,groups,active,aliases,external\n"
        'ann,"Lee, Ann",ann@acme.example,hr;board,true,annlee;a.lee@acme.example,\n'
        "bo,,,,no,,yes\n"
    )

    assert (
        User(
            "ann", "Lee, Ann", "ann@acme.example", ("hr", "board"),
            aliases=("a.lee@acme.example", "annlee"),
        ),
        User("bo", active=False, external=True),
    ) == found.users  # fmt: skip
    assert "people.csv" == found.locator


EXPORTS = {
    "entra": (
        "userPrincipalName,displayName,id,mail,accountEnabled,userType,state\n"
        "ann@acme.example,Ann Lee,11-22,ann.lee@acme.example,True,Guest,CA\n",
        User("11-22", "Ann Lee", "ann.lee@acme.example", (), True, ("ann@acme.example",), True),
    ),
    "google": (
        "First Name [Required],Last Name [Required],Email Address [Required],Status [READ ONLY]\n"
        "Ann,Lee,ann@acme.example,Suspended\n",
        User("ann@acme.example", "Ann Lee", "ann@acme.example", active=False),
    ),
    "powershell": (
        '#TYPE Microsoft.ActiveDirectory.Management.ADUser\n"SamAccountName","Name","Enabled",'
        '"MemberOf","ProxyAddresses","SID"\n"ann","Ann Lee","False",'
        '"CN=HR\\, Europe,OU=G,DC=x;CN=All,DC=x","SMTP:ann@acme.example;x500:/o=x","S-1-5-21-7"\n',
        User(
            "ann", "Ann Lee", None, ("HR, Europe", "All"), False, ("ann@acme.example", "S-1-5-21-7")
        ),
    ),
    "okta": (
        "id,login,email,status\n00u1,ann@acme.example,ann@acme.example,LOCKED_OUT\n",
        User("00u1", None, "ann@acme.example"),
    ),
    "semicolons": ("sep=;\nlogin;guest\nann;x\n", User("ann", external=True)),
}


@pytest.mark.parametrize("name", EXPORTS)
def test_exports(read: Read, name: str) -> None:
    """Headers, words and first lines of what people have at hand."""
    text, expected = EXPORTS[name]

    assert (expected,) == read(text).users


def test_encodings(read: Read) -> None:
    """UTF-8 with a mark, and UTF-16 as “Unicode text” of a spreadsheet."""
    text = "id\tname\nann\tAnn Løvgren\n"

    assert ["Ann Løvgren"] * 2 == [
        read(text.encode(coding)).users[0].name for coding in ("utf-8-sig", "utf-16")
    ]


def test_one_row_for_each_membership(read: Read) -> None:
    """Of people, whose rows are joined."""
    found = read("id,name,group\nann,Ann Lee,hr\nbo,Bo,hr\nann,,board\n")

    assert (User("ann", "Ann Lee", groups=("hr", "board")), User("bo", "Bo", groups=("hr",))) == (
        found.users
    )


MEMBERSHIPS = {
    "plain": "group,member\nhr,ann\nhr,bo\nhr,ann\n",
    "person": "User;Group\nann;hr\nbo;hr\n",
    "wide": "group,members\nhr,ann|bo\n",
    "wide-commas": 'name,members\nhr,"ann, bo"\n',
}


@pytest.mark.parametrize("name", MEMBERSHIPS)
def test_memberships_alone(read: Read, name: str) -> None:
    """They say who is in a group, and not who there is, so nobody is said to be unknown."""
    found = read(MEMBERSHIPS[name])

    assert ((Group("hr", ("ann", "bo")),), ()) == (found.groups, found.users)
    assert not found.lists_accounts()


def test_nested_groups(read: Read) -> None:
    """By the type of the member, or in a column of their own."""
    typed = read(
        "Group Email,Member Email,Member Type\nall@x.org,hr@x.org,GROUP\nall@x.org,a@x.org,USER\n"
    )
    named = read("group,members,nested groups\nall,ann,hr\n")

    assert (Group("all@x.org", ("a@x.org",), ("hr@x.org",)),) == typed.groups
    assert (Group("all", ("ann",), ("hr",)),) == named.groups


def test_people_and_groups_in_two_files(entry: Entry, write: Write) -> None:
    """A group's own name may be in a column called `name` or `id`."""
    write("users.csv", "id,email\nann,ann@acme.example\n")
    write("groups.csv", "id,name,members\ng1,Human Resources,ann\n")

    found = read_static(entry("static", users="users.csv", groups="groups.csv"))

    assert ("ann", Group("g1", ("ann",))) == (found.users[0].id, found.groups[0])
    assert "users.csv and groups.csv" == found.locator


def test_columns_by_another_name(read: Read) -> None:
    """What the entry says goes before what the header looks like."""
    text = "id,Konto aktiv,Personalnummer\n00u1,nein,4711\n".replace("nein", "no")

    (user,) = read(text, columns={"active": "Konto aktiv", "id": "Personalnummer"}).users

    assert ("4711", False) == (user.id, user.active)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "it is empty"),
        ("sep=;\n\n", "it is empty"),
        ("colour,size\nred,3\n", "people.csv:1: people and groups cannot be read: no column is"),
        ("id,active\nann,true\nbo,perhaps\n", "people.csv:3: people and groups cannot be read: “p"),
        ("id,name\nann,Lee, Ann\n", "people.csv:2: people and groups cannot be read: has 3 cells"),
        ("id,name\n,Ann\n", "people.csv:2: people and groups cannot be read: nobody is named"),
        ("group,member\n,ann\n", "people.csv:2: people and groups cannot be read: no group is"),
        ('id,name\nann,"Ann\n', "people.csv:2: people and groups cannot be read: is no sound CSV"),
        (b"id,name\nann,L\xf8v\n", "is not UTF-8"),
        ("id,email\nann,a@x.org\nbo,b@x.org\nann,c@x.org\n", "“ann” is somebody else on line 2"),
        ("id,active\nann,yes\nann,no\n", "people.csv:3: people and groups cannot be read: “ann”"),
    ],
)
def test_unusable_files(read: Read, text: str | bytes, said: str) -> None:
    """What is wrong is named with its line: a person must not be lost in silence."""
    with pytest.raises(ConfigError) as caught:
        read(text)

    assert said in caught.value.message


def test_a_column_that_is_not_there(read: Read) -> None:
    """A name in the entry that no file has is a mistake, not an empty column."""
    with pytest.raises(
        ConfigError, match=r"ragaudit\.yaml:3:20: people\.csv has no column “Aktiv”"
    ):
        read("id,active\nann,no\n", columns={"active": "Aktiv"})


def test_rows_keep_their_line_numbers_behind_long_cells(read: Read) -> None:
    """A cell may have line breaks, and more characters than the library's own limit."""
    many = "\n".join(f"person{n:06}" for n in range(20_000))

    found = read(f'group,members\nall,"{many}"\n')
    with pytest.raises(ConfigError, match=r"people\.csv:4:"):
        read('id,name,active\nann,"Ann\nLee",yes\nbo,Bo,perhaps\n')

    assert 20_000 == len(found.groups[0].members)
