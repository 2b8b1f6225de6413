"""Files that are no pages of their own, by their names."""

from __future__ import annotations

from functools import lru_cache

_PARTIALS = frozenset({"includes", "partials", "snippets", "layouts"})
_FORMS = frozenset(
    [
        "templates",
        "template",
        "archetypes",
        "fixtures",
        "testdata",
        "__tests__",
        "issue_template",
        "pull_request_template",
    ]
)
_PAGE_FOLDERS = frozenset({"_posts", "_docs", "_pages", "_drafts", "_guides", "_articles"})


@lru_cache(maxsize=4096)
def is_partial(path: str) -> bool:
    """Whether a generator puts the file into other pages: `_includes/banner.html`."""
    *folders, name = path.lower().split("/")
    if name.startswith("_") and not name.startswith("_index."):
        return True
    return any(
        folder in _PARTIALS or (folder.startswith("_") and folder not in _PAGE_FOLDERS)
        for folder in folders
    )


def is_fragment(path: str) -> bool:
    """Whether a file is a partial, or a form to be filled in, so that its links start elsewhere."""
    *folders, name = path.lower().split("/")
    return (
        is_partial(path)
        or name.startswith(("issue_template", "pull_request_template"))
        or any(folder in _FORMS for folder in folders)
    )
