"""From the validated file to the frozen settings the engine uses."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from ragaudit._config import schema
from ragaudit._config.compared import code_settings, index_settings
from ragaudit._config.lists import read_products, read_terms
from ragaudit._config.opinions import llm_settings, nli_settings
from ragaudit._config.positions import Located
from ragaudit._config.settings import Common, Policy, Settings, Suppression
from ragaudit.errors import ConfigError
from ragaudit.model import (
    AclRule,
    Confidence,
    FreshnessContract,
    FreshnessOverride,
    GlobRule,
    IndexSettings,
    Limits,
    LinkPolicy,
    Severity,
    SourceSettings,
)


def to_settings(file: schema.File, located: Located, path: Path) -> Settings:
    """Resolve paths against the file's folder and attach `ragaudit.yaml:LINE` locators."""
    home = path.parent
    _check_unique(file, located, path)
    sources = enumerate(file.sources)
    index = index_settings(file.index, located, path, ("index",))
    return Settings(
        sources=tuple(_indexed(_source(s, i, located, path), index) for i, s in sources),
        common=_common(file, located, path),
        as_of=file.as_of,
        directories=tuple(home / entry.path for entry in file.identities),
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
        home=home,
        file=path,
        codes=_codes(file, located),
    )


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
    return Policy(fail_on, Confidence(section.min_confidence), allowed)


def _indexed(source: SourceSettings, index: IndexSettings | None) -> SourceSettings:
    """A source without a manifest of its own is looked up in the one for all."""
    return source if source.index else replace(source, index=index)


def _source(source: schema.Source, i: int, located: Located, path: Path) -> SourceSettings:
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
        root=path.parent / source.root,
        shown_root=source.root,
        include=tuple(source.include),
        exclude=tuple(source.exclude),
        formats=dict(source.formats),
        owner_rules=owner_rules,
        review_rules=review_rules,
        acl_rules=acl_rules,
        acl_default=source.acl.default,
        acl_max_age=source.acl.max_age,
        codeowners=next((r.codeowners for r in meta.owner_rules if r.codeowners), None),
        freshness=_freshness(source),
        versions=tuple(source.versions),
        link_roots=tuple(source.link_roots),
        languages=tuple(source.languages),
        severity=dict(source.rules),
        limits=_limits(source.limits),
        code=code_settings(source.code, located, path, (*where, "code")),
        index=index_settings(source.index, located, path, (*where, "index")),
    )


def _limits(section: schema.LimitsSection) -> Limits:
    given = {name: value for name, value in section.model_dump().items() if value is not None}
    return replace(Limits(), **given)


def _freshness(source: schema.Source) -> FreshnessContract | None:
    if source.freshness is None:
        return None
    section = source.freshness
    return FreshnessContract(
        clock=tuple(section.clock),
        warn_after=section.warn_after,
        error_after=section.error_after,
        overrides=tuple(
            FreshnessOverride(
                glob, o.warn_after, o.error_after, o.review == "never", o.reason, o.until
            )
            for glob, o in {**section.overrides, **source.overrides}.items()
        ),
    )
