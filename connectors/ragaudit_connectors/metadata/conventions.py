"""The keys people write metadata under, by what they mean. Order is precedence.

Keys are compared without case, `_`, `-` and spaces, so `last_reviewed_on`, `lastReviewedOn` and
`Last reviewed on` are one. `.#.` stands for a place in a list. A `property:` key is one that the
program which saved the file filled in by itself: it counts only after everything people wrote.
"""

from __future__ import annotations

from functools import lru_cache

from ragaudit.model import Lifecycle, OwnerRole


def squash(key: str) -> str:
    """A key as the tables compare it."""
    return key.replace("_", "")


def _ranked(names: str) -> dict[str, int]:
    return {squash(name): rank for rank, name in enumerate(names.split())}


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


REVIEWED = "reviewed"
EXPIRES = "expires"

DATE_KEYS = {
    REVIEWED: _ranked(
        "last_reviewed_on last_reviewed last_reviewed_at last_reviewed_date last_review "
        "last_review_on last_review_date reviewed_on reviewed_at reviewed reviewed_date "
        "date_reviewed last_verified_on last_verified last_verified_at last_verified_date "
        "verified_on verified_at verified verified_date date_verified last_validated last_checked "
        "verified.at verified.#.at "
        # Microsoft Learn defines it as the date of the last significant review or update.
        "ms.date"
    ),
    EXPIRES: _ranked(
        "expires expires_on expires_at expiry expiry_date expiration expiration_date expire_date "
        "expiry_on valid_until valid_to valid_through stale_after unpublish_date "
        "article:expiration_time"
    ),
    "effective_from": _ranked(
        "effective_from effective_date effective_on effective effective_as_of valid_from "
        "in_force_from"
    ),
    "modified": _ranked(
        "last_updated last_updated_on last_updated_at last_update.date last_update updated "
        "updated_on updated_at updated_date date_updated lastmod last_modified last_modified_at "
        "last_modified_on last_modified_date modified modified_on modified_at modified_date "
        "date_modified last_edited last_edited_at last_revised revised revision_date "
        "article:modified_time og:updated_time dcterms.modified dc.date.modified generated.at "
        # Google OKF: when the concept last changed in a way that matters.
        "timestamp "
        "property:modified property:moddate property:last_modified"
    ),
    "published": _ranked(
        "published_on published_at publish_date published_date date_published published pub_date "
        "publication_date date_issued issued article:published_time dcterms.issued dc.date.issued "
        "date dc.date property:date"
    ),
    "created": _ranked(
        "created created_on created_at created_date creation_date date_created date "
        "dcterms.created dc.date.created dc.date property:created property:creationdate "
        "property:creation_date property:date"
    ),
}
"""Clock to its keys. `end_date` is none of them: it is about the subject, not the document."""

REVIEW_DUE = _ranked(
    "review_by review_due review_due_on review_due_by review_due_date next_review next_review_on "
    "next_review_date next_review_due next_review_by due_for_review review_before review_on "
    "review_after reverify_by verify_by"
)
REVIEW_INTERVAL = _ranked(
    "review_in review_every review_interval review_cycle review_frequency review_period "
    "review_after review"
)
REVIEW_AMBIGUOUS = _ranked("review_date review")
"""May be the last review or the next; decided by what else the document says."""
REVIEW_REASON = _ranked("review_reason review_waiver_reason review_waiver review_never_reason")

OWNER_ROLES = {
    **dict.fromkeys(
        _ranked(
            "owner owners owned_by doc_owner document_owner documentation_owner content_owner "
            "page_owner article_owner policy_owner business_owner owner_email owner_team "
            "owner_group owner_slack owning_team owner_name accountable accountable_owner "
            "responsible responsible_team responsible_person dri maintainer maintainers "
            "maintained_by codeowner codeowners ms.author"
        ),
        OwnerRole.ACCOUNTABLE,
    ),
    **dict.fromkeys(_ranked("steward stewards data_steward"), OwnerRole.STEWARD),
    **dict.fromkeys(
        _ranked(
            "author authors creator creators created_by written_by byline article:author "
            "dc.creator dcterms.creator property:author property:creator property:from"
        ),
        OwnerRole.CREATOR,
    ),
    **dict.fromkeys(
        _ranked(
            "last_update.author last_modified_by last_edited_by last_updated_by updated_by "
            "modified_by property:last_modified_by"
        ),
        OwnerRole.LAST_EDITOR,
    ),
}
"""Who is tied to a document, and how. Left out on purpose: `team`, `contact`, `department` and
`product_owner` describe the subject; `reviewer`, `approver` and `manager` answer for something
else than the content. An author is never accountable: authors leave, documents stay."""

OWNER_RANK = {key: rank for rank, key in enumerate(OWNER_ROLES)}
PERSON_PARTS = ("email", "mail", "id", "login", "github", "username", "handle", "slack", "team",
                "group", "name")  # fmt: skip
"""Where an owner is a mapping: the part that names it best comes first."""

STATUS = _ranked(
    "status doc_status document_status page_status lifecycle lifecycle_status content_status "
    "property:content_status property:status"
)
FLAGS = {
    squash(key): stage
    for key, stage in {
        "draft": Lifecycle.DRAFT,
        "is_draft": Lifecycle.DRAFT,
        "wip": Lifecycle.DRAFT,
        "archived": Lifecycle.ARCHIVED,
        "is_archived": Lifecycle.ARCHIVED,
        "retired": Lifecycle.ARCHIVED,
        "withdrawn": Lifecycle.ARCHIVED,
        "obsolete": Lifecycle.DEPRECATED,
        "deprecated": Lifecycle.DEPRECATED,
        "is_deprecated": Lifecycle.DEPRECATED,
    }.items()
}
"""Keys that are true or false."""
STAGES = {
    **dict.fromkeys(
        _words(
            "draft wip work-in-progress in-progress proposed proposal pending in-review "
            "under-review awaiting-review awaiting-approval unpublished unapproved not-published"
        ),
        Lifecycle.DRAFT,
    ),
    **dict.fromkeys(
        _words(
            "current stable published approved active final live accepted adopted complete "
            "completed released ratified effective in-force in-effect official verified "
            "maintained"
        ),
        Lifecycle.CURRENT,
    ),
    **dict.fromkeys(
        _words("deprecated obsolete superseded replaced legacy outdated retiring"),
        Lifecycle.DEPRECATED,
    ),
    **dict.fromkeys(
        _words(
            "archived archive retired withdrawn historical historic inactive abandoned "
            "discontinued removed rejected declined cancelled canceled"
        ),
        Lifecycle.ARCHIVED,
    ),
    "expired": Lifecycle.EXPIRED,
}
"""What a status means; words that are not here say nothing about the document's life."""

SUPERSEDED_BY = _ranked(
    "superseded_by replaced_by replacement obsoleted_by deprecated_by deprecated_in_favor_of "
    "deprecated_in_favour_of successor"
)
CANONICAL = _ranked("canonical canonical_url mirror_of copy_of")
GENERATED = _ranked("generated auto_generated autogenerated generated_by generated.by")
CLASSIFICATION = _ranked(
    "classification security_classification information_classification data_classification "
    "document_classification sensitivity sensitivity_label confidentiality confidentiality_level "
    "protective_marking"
)
ACCESS_KEYS = _ranked("access acl audience visibility")
ACCESS_ALLOW = _ranked("access.allow acl.allow access.allowed acl.allowed access.readers")
ACCESS_COPIED = _ranked(
    "access.synced_at acl.synced_at access.exported_at acl.exported_at access_synced_at "
    "acl_synced_at access_exported_at acl_exported_at"
)
"""When the list was copied from the system that enforces it."""
ACCESS_DENY = _ranked("access.deny acl.deny access.denied acl.denied")

HTML_OTHER_MEANING = frozenset(
    squash(key)
    for key in (
        "expires", "audience", "classification", "status", "access", "visibility", "generated",
        "replacement", "effective", "pragma", "review",
    )
)  # fmt: skip
"""Names that web pages use for caches, search engines and shops, not for the document's life."""

READERSHIPS = _words(
    "admin admins administrator administrators advanced agent agents ai all analyst analysts "
    "anyone architect architects author authors beginner beginners business consumer consumers "
    "contributor contributors customer customers designer designers dev developer developers "
    "devops devs editor editors end-user end-users end_user end_users engineer engineers "
    "everybody everyone expert experts external general human humans installer installers "
    "integrator integrators intermediate it-pro itpro llm maintainer maintainers manager managers "
    "new-user new-users newcomer newcomers novice operator operators ops partner partners "
    "practitioner practitioners reader readers researcher researchers reviewer reviewers "
    "stakeholder stakeholders student students superadministrator sysadmin sysadmins technical "
    "tester testers user users world"
)
"""Kinds of readers a text is written for; in `audience` these grant nobody anything."""
NARROW_WORDS = _words(
    "private restricted confidential limited protected secret closed hidden unlisted draft "
    "internal-only members"
)
"""Words that say "not everybody" without saying who."""

_NOTHING = _words(
    "tbd tbc tba todo fixme none n/a na nil null ~ unknown unassigned nobody unowned - -- — – ? "
    "?? ??? xxx x undefined not-set not-applicable no-one noone false placeholder"
)


@lru_cache(maxsize=8192)  # the same owners and dates stand in many documents
def says_nothing(value: str) -> bool:
    """Whether a value is empty, a word for "nothing", or a template's slot."""
    text = value.strip().strip("\"'").strip()
    if not text or text.lower().replace(" ", "-").rstrip(".") in _NOTHING:
        return True
    if any(mark in text for mark in ("{{", "}}", "{%", "<%", "${")):
        return True
    return text[0] in "<[" and text[-1] in ">]" and "@" not in text
