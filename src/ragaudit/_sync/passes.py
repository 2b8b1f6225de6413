"""One pass over a source: what is new, changed, gone, and who may read it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from ragaudit._sync.catalogue import Catalogue, Item, Pass
from ragaudit.contracts import PassEnd, Ref, RefPage, RemoteConnector, Support
from ragaudit.errors import CursorExpiredError, MalformedError, SkipError, SourceError
from ragaudit.model import AccessPolicy, AccessState, SourceFailure, SourceSettings

ACCESS_BATCH = 200
"""Access lists asked for at once, outside the pages of a listing."""
MOST_CURSOR = 65_536


@dataclass(slots=True)
class Changes:
    """What a pass came to."""

    source: str
    listed: int = 0
    new: int = 0
    changed: int = 0
    access_changed: int = 0
    gone: int = 0
    resumed: bool = False
    failures: list[SourceFailure] = field(default_factory=list)

    @property
    def finished(self) -> bool:
        """Whether the pass went to its end and everything in it could be read."""
        return not self.failures


@dataclass(frozen=True, slots=True)
class Syncing:
    """How a pass is run."""

    settings: SourceSettings
    remote: RemoteConnector
    catalogue: Catalogue
    accept_deletions: bool = False
    """Believe a listing that lacks more documents than `sync.max_delete_ratio`."""
    on_page: Callable[[int], None] = lambda count: None
    """Told how many a page listed."""


def sync(syncing: Syncing) -> Changes:
    """Bring the catalogue up to date. A `SourceError` ends in the result, never as success."""
    source = syncing.settings.id
    changes = Changes(source)
    try:
        state = syncing.catalogue.begin(source, _digest(syncing.settings))
        changes.resumed = state.resumed
        try:
            _list(syncing, state, changes)
        except CursorExpiredError:
            _list(syncing, syncing.catalogue.restart(source), changes)
    except SourceError as error:
        changes.failures.append(failure(source, error))
    except SkipError as error:
        changes.failures.append(SourceFailure(source, "refused", error.detail, error.action))
    return changes


def failure(source: str, error: SourceError) -> SourceFailure:
    """What is shown of an error."""
    return SourceFailure(source, error.kind, error.message, error.hint)


def _digest(settings: SourceSettings) -> str:
    """Names everything that decides what is listed, and how."""
    parts = (
        settings.type, str(settings.root), settings.url, settings.url_env, settings.include,
        settings.exclude, settings.namespace, settings.auth, sorted(settings.options.items()),
    )  # fmt: skip
    return hashlib.sha256(repr(parts).encode("utf-8", "surrogatepass")).hexdigest()


def _list(syncing: Syncing, state: Pass, changes: Changes) -> None:
    end: PassEnd | None = None
    for page in syncing.remote.list_refs(state.cursor):
        if len(page.resume or "") > MOST_CURSOR:
            raise MalformedError("the place in the listing takes more than 64 kB")
        _take(syncing, state, page, changes)
        syncing.on_page(len(page.refs))
        end = page.end
    if end is None:
        raise MalformedError(
            "the listing stopped before its end; nothing was dropped",
            "run again to go on from there",
        )
    _refresh_access(syncing, state, changes)
    _end(syncing, state, end, changes)


def _take(syncing: Syncing, state: Pass, page: RefPage, changes: Changes) -> None:
    """Write a page, with the access lists it makes necessary, as one."""
    source, catalogue = syncing.settings.id, syncing.catalogue
    before = {ref.native_id: catalogue.item(source, ref.native_id) for ref in page.refs}
    wanted = [ref for ref in page.refs if _access_wanted(syncing, ref, before[ref.native_id])]
    access = dict(_access(syncing, wanted, changes))
    with catalogue.page():
        for ref in page.refs:
            known = before[ref.native_id]
            catalogue.put(source, state.generation, ref)
            changes.listed += 1
            changes.new += known is None
            changes.changed += known is not None and known.ref.stamp != ref.stamp
            if (policy := access.get(ref.native_id)) is not None:
                _put_access(syncing, state, ref, policy, known, changes)
            elif known is not None and known.access is not None:
                catalogue.access_fresh(source, state.generation, ref.native_id)
        for skip in page.skips:
            catalogue.put_skip(state.generation, skip)
        for other in page.other:
            catalogue.put_other(source, state.generation, other.path)
        changes.gone += catalogue.remove(source, page.gone)
        if page.end is None:
            catalogue.resume_at(source, page.resume)


def _access_wanted(syncing: Syncing, ref: Ref, known: Item | None) -> bool:
    if syncing.remote.capabilities().access is Support.NONE:
        return False
    if known is None or known.access is None or known.access_stamp is None:
        return True
    return ref.access_stamp != known.access_stamp


def _access(
    syncing: Syncing, refs: Sequence[Ref], changes: Changes
) -> Iterator[tuple[str, AccessPolicy]]:
    """Who may read each; what the source does not answer is an error, never public or nobody."""
    missing = {ref.native_id: ref for ref in refs}
    note = "the source gave no answer for it"
    try:
        for ref, policy in syncing.remote.fetch_access(refs) if refs else ():
            if missing.pop(ref.native_id, None) is not None:
                yield ref.native_id, policy
    except (SourceError, SkipError) as error:
        if not _may_go_on(error):
            raise
        note = str(error)
        told = _told(syncing.settings.id, error)
        if told not in changes.failures:
            changes.failures.append(told)
    for native_id in missing:
        yield native_id, AccessPolicy(AccessState.ERROR, note=note)


def _may_go_on(error: SourceError | SkipError) -> bool:
    """Whether documents can still be read although their access lists cannot."""
    return isinstance(error, SkipError) or error.kind in ("scope-missing", "malformed")


def _told(source: str, error: SourceError | SkipError) -> SourceFailure:
    if isinstance(error, SourceError):
        return failure(source, error)
    return SourceFailure(source, "scope-missing", error.detail, error.action)


def _put_access(
    syncing: Syncing,
    state: Pass,
    ref: Ref,
    policy: AccessPolicy,
    known: Item | None,
    changes: Changes,
) -> None:
    unread = policy.state in (AccessState.ERROR, AccessState.UNKNOWN)
    stamp = None if unread else ref.access_stamp
    syncing.catalogue.put_access(syncing.settings.id, state.generation, ref, policy, stamp)
    if known is not None and known.access is not None:
        changes.access_changed += known.access.digest != policy.digest


def _refresh_access(syncing: Syncing, state: Pass, changes: Changes) -> None:
    """Read the lists of what was not listed, where a listing does not show that they changed."""
    capabilities = syncing.remote.capabilities()
    if capabilities.access is Support.NONE or capabilities.access_incremental:
        return
    source, catalogue = syncing.settings.id, syncing.catalogue
    for refs in _batches(catalogue.without_access(source, state.generation)):
        policies = dict(_access(syncing, refs, changes))
        with catalogue.page():
            for ref in refs:
                known = catalogue.item(source, ref.native_id)
                _put_access(syncing, state, ref, policies[ref.native_id], known, changes)


def _batches(refs: Iterable[Ref]) -> Iterator[tuple[Ref, ...]]:
    left = iter(refs)
    while batch := tuple(islice(left, ACCESS_BATCH)):
        yield batch


def _end(syncing: Syncing, state: Pass, end: PassEnd, changes: Changes) -> None:
    source, catalogue = syncing.settings.id, syncing.catalogue
    lost = catalogue.unseen(source, state.generation) if end.whole else 0
    if lost and not _believable(syncing, lost, state.known):
        changes.failures.append(_mass_deletion(syncing.settings, lost, state.known))
        with catalogue.page():
            catalogue.finish(source, None)
        return
    with catalogue.page():
        if end.whole:
            catalogue.sweep(source, state.generation)
            changes.gone += lost
        catalogue.finish(source, end.next)


def _believable(syncing: Syncing, lost: int, known: int) -> bool:
    """Whether so many deletions at once are likely; one is, unless it is all there was."""
    if syncing.accept_deletions:
        return True
    return lost < known and lost <= max(1, int(known * syncing.settings.sync.max_delete_ratio))


def _mass_deletion(settings: SourceSettings, lost: int, known: int) -> SourceFailure:
    share = f"{settings.sync.max_delete_ratio:.0%}".replace("%", " %")
    return SourceFailure(
        settings.id,
        "mass-deletion",
        f"{lost} of the {known} known documents are not listed any more; more than {share} at "
        "once is not believed, and none was dropped",
        f"check that the account still sees everything; if they are gone, run `ragaudit sources "
        f"sync {settings.id} --accept-deletions`",
    )
