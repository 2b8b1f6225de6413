"""Which addresses are the site's, and how they are written."""

from __future__ import annotations

import pytest

from ragaudit.errors import UsageError
from ragaudit_connectors.website.scope import Scope, family, path_of

SITE = Scope.of("https://docs.example.org/kb/index.html")


@pytest.mark.parametrize(
    ("link", "address"),
    [
        ("leave.html", "/kb/leave.html"),
        ("./hr/../leave.html#days", "/kb/leave.html"),
        ("?page=2", "/kb/?page=2"),
        ("/kb/%7Eann/%c3%bc", "/kb/~ann/%C3%BC"),
        ("/kb/ü a", "/kb/%C3%BC%20a"),
        ("HTTPS://DOCS.example.org:443/kb/", "/kb/"),
        ("//docs.example.org/kb/x", "/kb/x"),
        ("http://docs.example.org/kb/old-link", "/kb/old-link"),
        ("/kb/index.html", "/kb/"),
        ("/kb/%2e%2e/hr", "/hr"),
        ("/kb/a%2Fb?q=%26", "/kb/a%2Fb?q=%26"),
    ],
)
def test_links_have_one_spelling(link: str, address: str) -> None:
    """Whatever way a link to an address of the host is written, it is the same address."""
    assert address == SITE.on_host(link, "/kb/")


@pytest.mark.parametrize(
    "link",
    [
        "https://example.org/kb/",
        "https://docs.example.org.evil.example/kb/",
        "https://docs.example.org:8443/kb/",
        "https://docs.example.org@evil.example/kb/",
        "mailto:ann@example.org",
        "javascript:alert(1)",
        "http://[::1",
        "https://docs.example.org:99999999/",
        "/kb/" + "a" * 3000,
    ],
)
def test_links_to_elsewhere_are_none(link: str) -> None:
    """Another host or port, another scheme, no address at all."""
    assert SITE.on_host(link, "/kb/") is None


def test_only_what_is_below_the_start_belongs_to_the_site() -> None:
    """The path given is a folder, or the folder of the page given."""
    paths = ("/kb", "/kb/", "/kb/a/b", "/kbx", "/", "/hr/")
    assert [True, True, True, False, False, False] == [SITE.inside(path) for path in paths]
    assert "/guide/" == Scope.of("https://example.org/guide").prefix
    assert "/" == Scope.of("https://example.org").prefix


def test_hosts_and_ports_are_kept() -> None:
    """As an origin to put before an address."""
    written = ("http://[::1]:8080/x", "https://münchen.example", "http://example.org:80/")
    expected = ["http://[::1]:8080", "https://xn--mnchen-3ya.example", "http://example.org"]
    assert expected == [Scope.of(url).origin for url in written]


@pytest.mark.parametrize("url", ["", "docs.example.org", "ftp://example.org", "http://[::1", "//x"])
def test_what_is_no_web_address_is_refused(url: str) -> None:
    """With what to write."""
    with pytest.raises(UsageError, match="no address of a web site"):
        Scope.of(url)


def test_paths_are_what_people_know_and_differ_where_addresses_do() -> None:
    """Letters and spaces are shown, all that could make two addresses one path is not."""
    addresses = [
        "/",
        "/a",
        "/a/",
        "/a%2Fb",
        "/a%3Fb",
        "/a?b",
        "/%C3%BC%20x",
        "/%25C3",
        "/%E2%80%AE",
    ]
    paths = [path_of(address) for address in addresses]
    assert ["index.html", "a", "a/index.html", "a%2Fb", "a%3Fb", "a?b", "ü x"] == paths[:7]
    assert len(addresses) == len(set(paths))
    assert "\u202e" not in "".join(paths)


def test_addresses_of_one_page_are_one_family() -> None:
    """With or without a slash or a query."""
    assert {"/a"} == {family(address) for address in ("/a", "/a/", "/a?print=1", "/a/?x")}
