"""From the paths on the command line to the sources they mean."""

from __future__ import annotations

import re
import stat
from dataclasses import replace
from pathlib import Path

from ragaudit._config.settings import Settings
from ragaudit.errors import UsageError
from ragaudit.model import SourceSettings

NAME = "ragaudit.yaml"


def find_config(paths: tuple[Path, ...], cwd: Path) -> Path | None:
    """The configuration that applies: in the one folder named, else here or in a parent."""
    if len(paths) == 1 and (paths[0] / NAME).is_file():
        return paths[0] / NAME
    for folder in (cwd, *cwd.parents):
        if (folder / NAME).is_file():
            return folder / NAME
        if (folder / ".git").exists():
            break
    return None


def config_above(path: Path, cwd: Path) -> Path | None:
    """The configuration in the folder of an existing file, or in one above it, below `cwd`."""
    if not path.exists():
        return None
    for folder in path.resolve().parents:
        if (folder / NAME).is_file():
            return folder / NAME
        if folder == cwd.resolve() or (folder / ".git").exists():
            return None
    return None


def resolve(paths: tuple[Path, ...], config: Path | None, cwd: Path) -> Settings:
    """Settings for a run. Raises `UsageError` for a path that is not there."""
    for path in paths:
        _check_there(path)
    file = config or find_config(paths, cwd)
    settings = _read(file) if file else Settings(sources=(), home=cwd)
    chosen = _chosen(settings, paths) if paths else settings.sources
    if not chosen:
        raise UsageError(
            "no path was given and no source is configured",
            "name a folder, as in `ragaudit scan ./docs`, or write ragaudit.yaml: `ragaudit init`",
        )
    return replace(
        settings, sources=tuple(settings.common.added_to(_typed(source)) for source in chosen)
    )


def _read(file: Path) -> Settings:
    # Without a file nothing needs validating, and pydantic need not be loaded.
    from ragaudit._config.load import load

    return load(file)


def _check_there(path: Path) -> None:
    try:
        mode = path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError) as error:
        raise UsageError(f"there is no file or folder {path}", "check the path") from error
    except (OSError, ValueError) as error:
        why = (getattr(error, "strerror", None) or str(error)).lower()
        raise UsageError(f"{path} cannot be opened: {why}", "check the path") from error
    if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
        raise UsageError(f"{path} is neither a file nor a folder", "check the path")


def _chosen(settings: Settings, paths: tuple[Path, ...]) -> tuple[SourceSettings, ...]:
    """Configured sources at, below or around the named paths; other paths stand alone."""
    out: dict[str, SourceSettings] = {}
    named = tuple({path.resolve(): path for path in reversed(paths)}.values())[::-1]
    for path in named:
        below = [s for s in settings.sources if _within(s.root, path)]
        for source in below:
            out[source.id] = source
        around = [s for s in settings.sources if not s.remote and _within(path, s.root)]
        if around and not below:
            deepest = max(around, key=lambda s: len(s.root.resolve().parts))
            out[deepest.id] = _narrowed(deepest, path, out.get(deepest.id))
        elif not below:
            bare = _bare(path, taken=set(out) | {s.id for s in settings.sources})
            out[bare.id] = replace(bare, exclude=_inside(path, named))
    return tuple(out.values())


def _within(root: Path, path: Path) -> bool:
    return root.resolve().is_relative_to(path.resolve())


def _narrowed(source: SourceSettings, path: Path, so_far: SourceSettings | None) -> SourceSettings:
    """A configured source, of which the user named a part."""
    if so_far is not None and not so_far.only:
        return so_far
    part = path.resolve().relative_to(source.root.resolve()).as_posix()
    return replace(source, only=(*(so_far.only if so_far else ()), part))


def _inside(path: Path, named: tuple[Path, ...]) -> tuple[str, ...]:
    """Globs for the other named paths below this one, so that no document is read twice."""
    top = path.resolve()
    others = [o.resolve() for o in named if o.resolve() != top and _within(o, path)]
    return tuple(
        "/" + _literal(other.relative_to(top).as_posix()) + "/**" * other.is_dir()
        for other in others
    )


def _literal(path: str) -> str:
    return re.sub(r"[*?[]", r"[\g<0>]", path)


def _bare(path: Path, taken: set[str]) -> SourceSettings:
    name = re.sub(r"[^\w.-]+", "-", path.resolve().name) or "root"
    unique, n = name, 2
    while unique in taken:
        unique, n = f"{name}-{n}", n + 1
    return SourceSettings(id=unique, type="", root=path, shown_root=str(path))


def _typed(source: SourceSettings) -> SourceSettings:
    """Choose git for a folder in a work tree where the user did not choose."""
    if source.remote:
        return source
    if not source.root.exists():
        raise UsageError(
            f"source “{source.id}”: there is no file or folder {source.root}",
            "check `root:` in ragaudit.yaml; it is relative to that file",
        )
    if source.type:
        return source
    return replace(source, type="git" if _in_work_tree(source.root) else "filesystem")


def _in_work_tree(root: Path) -> bool:
    start = root.resolve()
    return any((folder / ".git").exists() for folder in (start, *start.parents))
