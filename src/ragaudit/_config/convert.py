"""From the validated file to the frozen settings the engine uses."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from ragaudit._config import schema
from ragaudit._config.calendars import Calendars
from ragaudit._config.compared import code_settings, index_settings
from ragaudit._config.freshness import freshness_contract, freshness_policy
from ragaudit._config.handover import alerts, trackers
from ragaudit._config.history import history_settings
from ragaudit._config.lists import read_products, read_terms
from ragaudit._config.opinions import llm_settings, nli_settings
from ragaudit._config.positions import Located
from ragaudit._config.probing import probe_policy, probe_settings
from ragaudit._config.settings import Common, Policy, Settings, Suppression
from ragaudit._config.signoff import autonomy, role_holders, signoff_policy, waivers
from ragaudit.errors import ConfigError
from ragaudit.model import (
    AclRule,
    Confidence,
    Credentials,
    GlobRule,
    IdentitySettings,
    IndexSettings,
    Limits,
    LinkPolicy,
    MonitorPolicy,
    Severity,
    SourceSettings,
    SyncSettings,
)


def to_settings(file: schema.File, located: Located, path: Path) -> Settings:
    """Resolve paths against the file's folder and attach `ragaudit.yaml:LINE` locators."""
    home = path.parent
    _check_unique(file, located, path)
    sources = enumerate(file.sources)
    calendars = Calendars(file.calendars, located, path)
    calendars.check()
    index = index_settings(file.index, located, path, ("index",))
    return Settings(
        sources=tuple(_indexed(_source(s, i, located, path, calendars), index) for i, s in sources),
        common=_common(file, located, path),
        as_of=file.as_of,
        identities=tuple(
            _identities(entry, i, located, path) for i, entry in enumerate(file.identities)
        ),
        rules=dict(file.rules),
        policy=_policy(file.policy),
        suppressions=tuple(
            Suppression(
                s.rule, s.path, s.reason, s.source, s.until, _at(located, path, ("suppressions", i))
            )
            for i, s in enumerate(file.suppressions)
        ),
        baseline=home / file.baseline if file.baseline else None,
        external_links=_links(file.external_links),
        nli=nli_settings(file.nli, home),
        llm=llm_settings(file.llm),
        probes=probe_settings(file.probes, located, path),
        history=history_settings(file.history, home),
        alerts=alerts(file.alerts, located, path),
        trackers=trackers(file.tickets, located, path),
        monitor=MonitorPolicy(
            file.monitor.fields, file.monitor.raise_findings, file.monitor.min_answers
        ),
        roles=role_holders(file.roles, located, path),
        automation=file.automation,
        autonomy=autonomy(file.policy.automation),
        waivers=waivers(file.waivers, located, path),
        signoff=signoff_policy(file.signoff, located, path),
        home=home,
        file=path,
        codes=_codes(file, located),
    )


def _identities(entry: schema.Identities, i: int, located: Located, path: Path) -> IdentitySettings:
    options = dict(entry.model_extra or {})
    wanted = {"": ("identities", i), **{k: ("identities", i, k) for k in ("type", *options)}}
    places = {key: place for key, where in wanted.items() if (place := located.nearest(where))}
    return IdentitySettings(entry.type, entry.namespace, options, path.parent, str(path), places)


def _links(section: schema.ExternalLinksSection | None) -> LinkPolicy | None:
    return LinkPolicy(section.budget_s, tuple(section.allow_hosts)) if section else None


def _common(file: schema.File, located: Located, path: Path) -> Common:
    return Common(
        products=read_products(*_listed(file.products, "products", located, path)),
        retired_terms=read_terms(*_listed(file.retired_terms, "retired_terms", located, path)),
        people_inactive_after_days=file.ownership.inactive_after_days,
        max_documents_per_owner=file.ownership.max_documents,
    )


def _listed(
    named: str | None, key: str, located: Located, path: Path
) -> tuple[Path | None, tuple[str, int | None, int | None]]:
    """The file a key names, and where the key stands."""
    line, column = located.nearest((key,)) or (None, None)
    return path.parent / named if named else None, (str(path), line, column)


def _codes(file: schema.File, located: Located) -> dict[str, tuple[int, int]]:
    named: list[tuple[str, tuple[str | int, ...]]] = [
        *((code, ("rules", code)) for code in file.rules),
        *(
            (code, ("sources", i, "rules", code))
            for i, source in enumerate(file.sources)
            for code in source.rules
        ),
        *((s.rule, ("suppressions", i, "rule")) for i, s in enumerate(file.suppressions)),
    ]
    return {code: located.nearest(where) or (1, 1) for code, where in reversed(named)}


def _check_unique(file: schema.File, located: Located, path: Path) -> None:
    seen: set[str] = set()
    for i, source in enumerate(file.sources):
        if source.id in seen:
            line, column = located.nearest(("sources", i, "id")) or (None, None)
            raise ConfigError(f"two sources are called “{source.id}”", str(path), line, column)
        seen.add(source.id)


def _at(located: Located, path: Path, where: tuple[str | int, ...]) -> str:
    return f"{path.name}:{located.line(where) or 1}"


def _policy(section: schema.PolicySection) -> Policy:
    fail_on = None if section.fail_on == "never" else Severity(section.fail_on)
    allowed = section.max_skipped
    assert not isinstance(allowed, str)  # noqa: S101 - the validator turned text into a number
    probes = probe_policy(section.probes)
    confidence = Confidence(section.min_confidence)
    return Policy(fail_on, confidence, allowed, probes, freshness_policy(section.freshness))


def _indexed(source: SourceSettings, index: IndexSettings | None) -> SourceSettings:
    """A source without a manifest of its own is looked up in the one for all."""
    return source if source.index else replace(source, index=index)


def _source(
    source: schema.Source, i: int, located: Located, path: Path, calendars: Calendars
) -> SourceSettings:
    where = ("sources", i)
    meta = source.metadata
    owner_rules = tuple(
        GlobRule(
            r.glob or "**",
            tuple(r.owner),
            _at(located, path, (*where, "metadata", "owner_rules", n)),
        )
        for n, r in enumerate(meta.owner_rules)
        if r.owner
    )
    review_rules = tuple(
        GlobRule(
            "**" if glob == "default" else glob,
            (str(interval),),
            _at(located, path, (*where, "metadata", "review_after", glob)),
        )
        for glob, interval in sorted(meta.review_after.items(), key=lambda kv: kv[0] != "default")
    )
    acl_rules = tuple(
        AclRule(
            r.glob,
            tuple(r.allow),
            tuple(r.deny),
            _at(located, path, (*where, "metadata", "acl_rules", n)),
        )
        for n, r in enumerate(meta.acl_rules)
    )
    return SourceSettings(
        id=source.id,
        type=source.type or "",
        root=path.parent / (source.root or "."),
        shown_root=source.root or source.url or f"${source.url_env}",
        remote=source.root is None,
        url=source.url,
        url_env=source.url_env,
        auth=_credentials(source.auth),
        personas={name: _credentials(auth) for name, auth in source.personas.items()},
        namespace=source.namespace,
        sync=SyncSettings(**source.sync.model_dump()),
        options=dict(source.options),
        options_at=_at(located, path, (*where, "options")) if source.options else "",
        include=tuple(source.include),
        exclude=tuple(source.exclude),
        formats=dict(source.formats),
        owner_rules=owner_rules,
        review_rules=review_rules,
        acl_rules=acl_rules,
        acl_default=source.acl.default,
        acl_max_age=source.acl.max_age,
        codeowners=next((r.codeowners for r in meta.owner_rules if r.codeowners), None),
        freshness=freshness_contract(source, calendars, located, path, where),
        versions=tuple(source.versions),
        link_roots=tuple(source.link_roots),
        languages=tuple(source.languages),
        severity=dict(source.rules),
        limits=_limits(source.limits),
        code=code_settings(source.code, located, path, (*where, "code")),
        index=index_settings(source.index, located, path, (*where, "index")),
    )


def _credentials(section: schema.Auth) -> Credentials:
    return Credentials(**section.model_dump())


def _limits(section: schema.LimitsSection) -> Limits:
    given = {name: value for name, value in section.model_dump().items() if value is not None}
    return replace(Limits(), **given)
