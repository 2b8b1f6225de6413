"""Asking the wiki for pages as somebody, or as nobody."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ragaudit.contracts import Probed
from ragaudit.errors import (
    ForbiddenError,
    NotFoundError,
    ScopeMissingError,
    SkipError,
    SourceError,
)
from ragaudit.model import Decision
from ragaudit_connectors.mediawiki.api import Api
from ragaudit_connectors.mediawiki.listing import BY_ID, pages_of
from ragaudit_connectors.mediawiki.site import Site

_CONFIG = "RLCONF={"
"""Begins what every page of a wiki tells the browser about itself, up to the next tag."""
_ARTICLE = re.compile(r'"wgArticleId":\s*(\d{1,15})\b')
_IS_ARTICLE = re.compile(r'"wgIsArticle":\s*true\b')
HEAD = 40_000


class Stranger:
    """Somebody without an account."""

    def __init__(self, nobody: Api, site: Site) -> None:
        self._nobody, self._site = nobody, site

    def may_read(self, ids: Sequence[str]) -> Iterator[tuple[str, bool | None]]:
        """Whether each page is shown without signing in; None where that could not be told.

        A wiki that takes an account for reading answers no query; pages that are open all the same
        (`$wgWhitelistRead`) are shown to browsers only. Raises `SourceError`.
        """
        if self._site.private:
            for one in ids:
                yield one, self._shown(one)
            return
        for start in range(0, len(ids), BY_ID):
            batch = ids[start : start + BY_ID]
            told = self._allowed(batch)
            yield from ((one, told.get(one)) for one in batch)

    def _allowed(self, ids: Sequence[str]) -> dict[str, bool]:
        asked = {"prop": "info", "intestactions": "read", "pageids": "|".join(ids)}
        try:
            answer = self._nobody.query(**asked)
        except (ScopeMissingError, SkipError):
            return {}
        found: dict[str, bool] = {}
        for page in pages_of(answer, self._nobody.host):
            actions = page.get("actions")
            may = actions.get("read") if isinstance(actions, dict) else None
            if isinstance(may, bool):
                found[str(page["pageid"])] = may
        return found

    def _shown(self, page_id: str) -> bool | None:
        try:
            answer = self._nobody.page(self._site.script, curid=page_id)
        except SkipError:
            return None
        if answer.status_code not in (200, 403):
            return None
        _, _, config = answer.text[:HEAD].partition(_CONFIG)
        config = config.partition("<")[0]
        found = _ARTICLE.search(config)
        if found is None:
            return None
        if found[1] == "0":
            return False
        return True if found[1] == page_id and _IS_ARTICLE.search(config) else None


def probe(somebody: Api, stranger: Stranger, page_id: str) -> Probed:
    """Ask for a page as somebody. Raises nothing."""
    try:
        if somebody.account is None:
            return _nobody(stranger, page_id)
        try:
            somebody.call("parse", pageid=page_id, prop="revid")
        except ScopeMissingError:
            # Without the right, what is open to strangers is all there is.
            open_to_all = _nobody(stranger, page_id)
            told = f"readapidenied; {open_to_all.detail}"
            return Probed(open_to_all.decision, told)
        return Probed(Decision.ALLOW, "action=parse answered")
    except ForbiddenError:
        return Probed(Decision.DENY, "permissiondenied")
    except NotFoundError:
        return Probed(Decision.UNKNOWN, "the page is not there any more")
    except (SourceError, SkipError) as error:
        return Probed(Decision.UNKNOWN, error.message)


def _nobody(stranger: Stranger, page_id: str) -> Probed:
    told = dict(stranger.may_read([page_id])).get(page_id)
    if told is None:
        return Probed(Decision.UNKNOWN, "the wiki does not tell what it shows without signing in")
    if told:
        return Probed(Decision.ALLOW, "shown without signing in")
    return Probed(Decision.DENY, "refused without signing in")
