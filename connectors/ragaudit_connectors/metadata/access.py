"""Who may read a document: its own word, then `access.yaml`, then the configuration."""

from __future__ import annotations

from datetime import date

from ragaudit.model import (
    AccessPolicy,
    AccessState,
    Directory,
    Effect,
    Entry,
    Exposure,
    Layer,
    Principal,
    PrincipalKind,
    SourceSettings,
)
from ragaudit.text import DateError, parse_date
from ragaudit_connectors.files.folders import Folders
from ragaudit_connectors.metadata.access_file import (
    NAME,
    AccessFile,
    Grant,
    parsed,
    policy_of,
    read_access_file,
)
from ragaudit_connectors.metadata.conventions import (
    ACCESS_ALLOW,
    ACCESS_COPIED,
    ACCESS_DENY,
    ACCESS_KEYS,
    NARROW_WORDS,
    READERSHIPS,
    says_nothing,
)
from ragaudit_connectors.metadata.fields import Field, Fields

_ABOUT = frozenset({"audience", "visibility"})
"""Keys that are often about something else than who may read."""
_NOBODY = frozenset({"[]", "nobody"})
_WIDE = frozenset({Exposure.ORG, Exposure.LINK, Exposure.ANONYMOUS})
_KEYS = {**ACCESS_KEYS, **ACCESS_ALLOW, **ACCESS_DENY}


class AccessReader:
    """The access policy of every document of one source."""

    def __init__(self, settings: SourceSettings, folders: Folders) -> None:
        self._default = settings.acl_default
        self._folders = folders
        self._files: dict[str, AccessFile | None] = {}
        self._rules = tuple(
            Grant(r.glob, r.allow if r.allow or not r.deny else None, r.deny, r.locator)
            for r in settings.acl_rules
        )

    def policy(
        self, path: str, fields: Fields, directory: Directory, unread: str | None = None
    ) -> AccessPolicy:
        """The first of the three that says anything.

        `unread` says why the document's own metadata was not read in full: it may have held a
        restriction, so what a folder allows cannot be relied on then.
        """
        found, narrow = _declared(fields, directory)
        if found is None:
            found = self._around(path, narrow)
        if unread is not None and found.state in (AccessState.KNOWN, AccessState.PARTIAL):
            return AccessPolicy(AccessState.ERROR, note=unread)
        return found

    def _around(self, path: str, narrow: Field | None) -> AccessPolicy:
        """What folder and configuration say; `narrow` is a “restricted” in the document."""
        found = self._by_folder(path) or policy_of(self._rules, path, "configuration")
        # "restricted" in the document contradicts a folder that is open to all.
        if narrow is not None and (found is None or found.exposure in _WIDE):
            return AccessPolicy(AccessState.UNKNOWN, note=_says_narrow(narrow))
        if found is not None:
            return found
        if self._default == "not_applicable":
            note = "this source does not restrict readers by document (`acl_default`)"
            return AccessPolicy(AccessState.NOT_APPLICABLE, note=note)
        note = "no `access` in the document, no access.yaml and no `acl_rules` reach it"
        return AccessPolicy(AccessState.UNKNOWN, note=note)

    def notes(self) -> tuple[str, ...]:
        """Every `access.yaml` met so far that cannot be used."""
        files = (self._files[folder] for folder in sorted(self._files))
        return tuple(
            f"{file.error}; access of the documents it reaches is not known"
            for file in files
            if file and file.error
        )

    def _by_folder(self, path: str) -> AccessPolicy | None:
        """What the nearest `access.yaml` that reaches the document says."""
        folder, _, _ = path.rpartition("/")
        while True:
            file = self._file(folder)
            if file is not None and file.error:
                return AccessPolicy(AccessState.ERROR, note=file.error)
            below = path[len(folder) + 1 :] if folder else path
            if file and (policy := policy_of(file.grants, below, f"folder {folder or '.'}")):
                return policy
            if not folder:
                return None
            folder = folder.rpartition("/")[0]

    def _file(self, folder: str) -> AccessFile | None:
        if folder not in self._files:
            name = f"{folder}/{NAME}" if folder else NAME
            place = self._folders.place(name)
            self._files[folder] = read_access_file(place, name) if place else None
        return self._files[folder]


def _declared(fields: Fields, directory: Directory) -> tuple[AccessPolicy | None, Field | None]:
    """What the document says, and a field that says "restricted" without saying to whom."""
    entries: list[Entry] = []
    first: Field | None = None
    narrow: Field | None = None
    said_allow = False
    for field in fields.find(_KEYS):
        names = [] if first and first.tier != field.tier else _names(field, directory)
        if field.value.strip().lower() == "none" or (
            names and all(_is_narrow(name, directory) for name in names)
        ):
            narrow = narrow or field
            continue
        if not names and not _is_nobody(field):
            continue
        first = first or field
        effect = Effect.DENY if field.key in ACCESS_DENY else Effect.ALLOW
        said_allow = said_allow or effect is Effect.ALLOW
        entries += [Entry(effect, _principal(name, directory), field.locator) for name in names]
    if first is None:
        return None, narrow
    try:
        copied_on = _copied_on(fields, first.tier)
    except DateError as error:
        return AccessPolicy(AccessState.ERROR, note=str(error)), narrow
    layer = Layer("document", tuple(entries), said_allow, first.locator, copied_on)
    state = AccessState.KNOWN if said_allow else AccessState.PARTIAL
    note = None if said_allow else "the document denies some readers, but does not say who may read"
    return AccessPolicy(state, (layer,), note), narrow


def _copied_on(fields: Fields, tier: int) -> date | None:
    """When the list in or beside the document was copied from where it is enforced."""
    found = next((f for f in fields.find(ACCESS_COPIED) if f.tier == tier), None)
    if found is None:
        return None
    try:
        return parse_date(found.value)
    except DateError as error:
        raise DateError(f"`{found.name}` ({found.locator}): {error}") from error


def _is_nobody(field: Field) -> bool:
    """`audience: []` is a slot nobody filled, and `deny: []` keeps nobody out."""
    value = field.value.strip().lower()
    if field.key in ACCESS_DENY or (value == "[]" and field.key in _ABOUT):
        return False
    return value in _NOBODY


def _names(field: Field, directory: Directory) -> list[str]:
    """The principals a field names; none where it is about something else."""
    text = field.value.strip()
    if says_nothing(text):
        return []
    parts = [part.strip().strip("\"'") for part in text.strip("[]").split(",")]
    names = [part for part in parts if part]
    meant = {"audience": _is_audience, "visibility": _is_visibility}.get(field.key)
    return names if meant is None or all(meant(name, directory) for name in names) else []


def _is_audience(name: str, directory: Directory) -> bool:
    """`audience: Developers who build APIs` says whom a text is for, not who may see it."""
    if directory.group(name) or directory.user(name):
        return True
    if name.lower() in READERSHIPS:
        return False
    return " " not in name or Principal.parse(name).kind is not PrincipalKind.UNRESOLVED


def _is_visibility(name: str, directory: Directory) -> bool:
    """`visibility: full` is about pages in a menu or names in code."""
    if directory.group(name) or name.lower() in NARROW_WORDS:
        return True
    return Principal.parse(name).kind is not PrincipalKind.UNRESOLVED


def _is_narrow(name: str, directory: Directory) -> bool:
    return name.lower() in NARROW_WORDS and directory.group(name) is None


def _principal(name: str, directory: Directory) -> Principal:
    return Principal.parse(name) if directory.group(name) else parsed(name)


def _says_narrow(field: Field) -> str:
    return f"`{field.name}: {field.value.strip()[:60]}` ({field.locator}) does not say who may read"
