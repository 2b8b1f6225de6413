"""Listing and reading a bucket of moto's: odd keys, pages, deletions, cost, metadata."""

from __future__ import annotations

import gzip
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from tests.connectors.s3.helpers import connect, refs_of, settings_of
from tests.services.moto import BUCKET, Moto

from ragaudit.contracts import Ref
from ragaudit.errors import ItemError, NotFoundError, TooLargeError
from ragaudit.model import Limits, Quality, SourceSettings


@pytest.fixture
def moto(emptied: Moto) -> Moto:
    """A store whose users no test here changes."""
    return emptied


ODD = {
    "../up.md": r"\x2e\x2e/up.md",
    "/top.md": r"\x2f/top.md",
    "a/./b.md": r"a/\x2e/b.md",
    "a//b.md": r"a/\x2f/b.md",
    "a b+c%20&<d>.md": "a b+c%20&<d>.md",
    "nul\0.md": r"nul\x00.md",
    "steer\u202e.md": r"steer\xe2\x80\xae.md",
    r"written\x00.md": r"written\x5cx00.md",
    "Übersicht 漢字 🦊.md": "Übersicht 漢字 🦊.md",
}
"""Keys that other programs leave, and the paths they are shown by."""


def test_odd_keys_are_read_and_lead_nowhere(moto: Moto, settings: SourceSettings) -> None:
    """Each has a path of its own that can be printed and leads up nowhere, and its bytes."""
    for key in ODD:
        moto.put(key, key.encode())
    source = connect(settings)

    refs = refs_of(source)

    assert set(ODD.values()) == set(refs)
    assert {path: key.encode() for key, path in ODD.items()} == {
        path: source.fetch(ref).data for path, ref in refs.items()
    }
    assert all(ref.native_id.isprintable() for ref in refs.values())


def test_folders_are_no_documents(moto: Moto, settings: SourceSettings) -> None:
    """An empty object that ends in a slash is there to be seen; other formats can be linked to."""
    for key in ("hr/", "hr/pay.md", "hr/pay.png", "hr"):
        moto.put(key, b"" if key.endswith("/") else b"text")

    pages = list(connect(settings).list_refs(None))

    assert ["hr/pay.md"] == [ref.path for page in pages for ref in page.refs]
    assert ["hr", "hr/pay.png"] == [other.path for page in pages for other in page.other]
    assert not any(page.skips for page in pages)


def test_only_what_is_below_the_prefix(
    moto: Moto, tmp_path: Path, settings: SourceSettings
) -> None:
    """Paths begin below it where it is a folder; globs are about those paths."""
    for key in ("kb/leave.md", "kb/hr/pay.md", "kb2/other.md", "private.md"):
        moto.put(key, b"text")
    below = connect(settings_of(moto, tmp_path, prefix="kb/"), exclude=("hr/**",))
    begins = connect(settings_of(moto, tmp_path, prefix="kb"))

    assert {"leave.md"} == set(refs_of(below))
    assert {"kb/leave.md", "kb/hr/pay.md", "kb2/other.md"} == set(refs_of(begins))
    assert b"text" == below.fetch(refs_of(below)["leave.md"]).data


def test_pages_go_on_where_they_were_cut_off(moto: Moto, settings: SourceSettings) -> None:
    """Also behind a key that no cursor could hold as it is."""
    keys = sorted({f"note-{number:03}.md" for number in range(40)} | {"note-010\0.md", "ü.md"})
    store = moto.client()
    for key in keys:
        store.put_object(Bucket=BUCKET, Key=key, Body=b"text")

    pages = list(connect(settings, page=7).list_refs(None))
    rest = list(connect(settings, page=7).list_refs(pages[1].resume))

    assert 6 == len(pages)
    assert [True] == [page.end.whole for page in pages if page.end]
    assert pages[-1].resume is None
    assert _paths(*pages) == _paths(*pages[:2], *rest)
    assert 42 == len(_paths(*pages))


def _paths(*pages: object) -> list[str]:
    return [ref.path for page in pages for ref in page.refs]  # type: ignore[attr-defined]


def test_versions_and_deletions(moto: Moto, settings: SourceSettings) -> None:
    """Only the newest version counts; a delete marker leaves nothing, and what is gone is said."""
    moto.put("leave.md", b"28 days")
    moto.put("leave.md", b"30 days")
    moto.put("gone.md", b"text")
    source = connect(settings)
    refs = refs_of(source)

    moto.delete("gone.md")

    assert b"30 days" == source.fetch(refs["leave.md"]).data
    with pytest.raises(NotFoundError):
        source.fetch(refs["gone.md"])
    assert {"leave.md"} == set(refs_of(source))


def test_a_stamp_stays_and_changes(moto: Moto, settings: SourceSettings) -> None:
    """The same bytes have the same; other bytes another, in the same second, too."""
    moto.put("leave.md", b"28 days")
    source = connect(settings)
    first = refs_of(source)["leave.md"].stamp

    assert first == refs_of(source)["leave.md"].stamp != ""
    moto.put("leave.md", b"30 days")
    assert first != refs_of(source)["leave.md"].stamp


def test_metadata_of_this_very_second_may_change_again(
    moto: Moto, settings: SourceSettings
) -> None:
    """The bytes keep their etag, so a stamp waits until the second is over."""
    moto.put("leave.md", b"28 days")
    mapped = connect(settings, settled=timedelta(hours=1))
    plain = connect(settings, settled=timedelta(hours=1), options={"bucket": BUCKET})

    assert "" == refs_of(mapped)["leave.md"].stamp
    assert "" != refs_of(plain)["leave.md"].stamp


def test_a_second_pass_is_cheap(moto: Moto, settings: SourceSettings) -> None:
    """Pages, and a handful of questions about the bucket; lists of objects only where they are."""
    store = moto.client()
    for number in range(30):
        store.put_object(Bucket=BUCKET, Key=f"note-{number:02}.md", Body=b"text")
    rule = {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]}
    store.put_bucket_ownership_controls(Bucket=BUCKET, OwnershipControls=rule)
    source = connect(settings, page=10)
    list(source.fetch_access(list(refs_of(source).values())))
    before = source.requests()

    refs = refs_of(source)
    list(source.fetch_access(list(refs.values())))

    assert 3 + 6 == source.requests() - before
    assert {source.rights.bucket.digest} == {ref.access_stamp for ref in refs.values()}
    store.delete_bucket_ownership_controls(Bucket=BUCKET)


def test_the_date_is_that_of_the_upload(moto: Moto, settings: SourceSettings) -> None:
    """A proxy: it is renewed by copying and restoring."""
    moto.put("leave.md", b"28 days")

    facts = refs_of(connect(settings))["leave.md"].facts

    assert facts.mtime.known
    assert {"LastModified"} == {facts.mtime.locator, facts.times["modified"].locator}
    assert {Quality.PROXY} == {facts.mtime.quality, facts.times["modified"].quality}


def test_metadata_is_read_where_it_is_mapped(moto: Moto, settings: SourceSettings) -> None:
    """With the object, at no further request; each fact says where it stands."""
    told = {"owner": "hr@acme.example", "expires-on": "2025-06-01", "reviewed-on": "03/04/2026"}
    moto.put("pay.md", b"text", **told)
    source = connect(settings)
    ref = refs_of(source)["pay.md"]
    before = source.requests()

    facts = source.fetch(ref).facts

    assert facts is not None
    assert 1 == source.requests() - before
    assert ["hr@acme.example"] == [claim.principal for claim in facts.owners]
    assert "x-amz-meta-owner, object pay.md" == facts.owners[0].fact.locator
    assert date(2025, 6, 1) == facts.times["expires"].value
    # Whether that is April or March is not guessed.
    assert "03/04/2026" == facts.times["reviewed"].raw
    assert not facts.times["reviewed"].known
    assert facts.times["review_due"].value is None


def test_tags_are_read_where_they_are_mapped(moto: Moto, settings: SourceSettings) -> None:
    """For another request; metadata goes first."""
    moto.client().put_object(
        Bucket=BUCKET, Key="pay.md", Body=b"text", Tagging="Owner=hr&Class=internal",
        Metadata={"owner": "alice"},
    )  # fmt: skip
    tags = {"owner": "Owner", "classification": "Class"}
    options = {"bucket": BUCKET, "metadata": {"owner": "owner"}, "tags": tags}
    source = connect(settings, options=options)
    ref = refs_of(source)["pay.md"]

    facts = source.fetch(ref).facts

    assert facts is not None
    assert ["alice", "hr"] == [claim.principal for claim in facts.owners]
    assert "internal" == facts.classification.value
    assert "tag Class, object pay.md" == facts.classification.locator


def test_nothing_is_invented_where_nothing_is_mapped(moto: Moto, settings: SourceSettings) -> None:
    """Not even an owner by the name of `owner`."""
    moto.put("pay.md", b"text", owner="alice")
    source = connect(settings, options={"bucket": BUCKET})
    ref = refs_of(source)["pay.md"]

    assert source.fetch(ref).facts is None
    assert ("object metadata (nothing is mapped)",) == ref.facts.looked_in
    assert () == ref.facts.owners


def test_packed_bytes_are_unpacked(moto: Moto, settings: SourceSettings) -> None:
    """As a browser does, up to the limit; what only says that it is packed is left as it is."""
    store, page = moto.client(), b"<h1>Leave</h1>" * 10_000
    for key, body in (("page.html", gzip.compress(page)), ("plain.html", b"<h1>Leave</h1>")):
        store.put_object(Bucket=BUCKET, Key=key, Body=body, ContentEncoding="gzip")
    store.put_object(
        Bucket=BUCKET, Key="torn.html", Body=b"\x1f\x8bnot packed", ContentEncoding="gzip"
    )
    source = connect(settings)
    refs = refs_of(source)
    small = connect(settings, limits=Limits(max_bytes=1000))

    assert page == source.fetch(refs["page.html"]).data
    assert b"<h1>Leave</h1>" == source.fetch(refs["plain.html"]).data
    with pytest.raises(TooLargeError):
        small.fetch(refs["page.html"])
    with pytest.raises(ItemError, match="gzip"):
        source.fetch(refs["torn.html"])


def test_what_is_too_large_is_not_read(moto: Moto, settings: SourceSettings) -> None:
    """By the size in the listing without a request, by what arrives else."""
    moto.put("large.md", b"x" * 2000)
    source = connect(settings, limits=Limits(max_bytes=1000))
    ref = refs_of(source)["large.md"]
    before = source.requests()

    for listed in (ref, replace(ref, size=0)):
        with pytest.raises(TooLargeError, match="2,000"):
            source.fetch(listed)
    assert 1 == source.requests() - before


def test_a_reference_that_nobody_listed(settings: SourceSettings) -> None:
    """Is not there, whatever it says."""
    with pytest.raises(NotFoundError):
        connect(settings).fetch(Ref("../../etc/passwd", "x.md"))
