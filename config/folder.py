"""Which folder the configuration is read from, and from where its relative paths start."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from os.path import normpath
from pathlib import Path

from config.documents import shown
from config.errors import FolderError, Problem

PACKAGED = Path(__file__).parent
SETTINGS = "settings.toml"


@dataclass(frozen=True, slots=True)
class Folder:
    """`path` holds settings.toml; `root` is where relative paths start."""

    path: Path
    root: Path
    is_packaged: bool = False  # nothing was found: the defaults of the package stand in

    def file(self, name: str) -> Path:
        """The file `name` of this folder; the packaged one where a deployment has none of its own."""
        own = self.path / name
        return own if own.is_symlink() or own.exists() else PACKAGED / name

    def resolve(self, text: str, environ: Mapping[str, str]) -> Path:
        """The absolute path that `text` means; "~/" is the home folder of `environ`."""
        if text.startswith("~/") and (home := environ.get("HOME")):
            text = home + text[1:]
        return Path(normpath(self.root / text))


def find(config: Path | None, environ: Mapping[str, str], cwd: Path) -> Folder:
    """The folder named by --config, else by SITREP_CONFIG, else ./config, else the packaged defaults.

    Relative paths start from the folder that holds the config folder, or from `cwd` with the packaged defaults.
    Raises FolderError where a named folder is not there or holds no settings.toml.
    """
    if config is not None:
        return _named(Path(normpath(cwd / config)), "--config", cwd)
    if given := environ.get("SITREP_CONFIG"):
        return _named(Path(normpath(cwd / given)), "SITREP_CONFIG", cwd)
    if _is_file(cwd / "config" / SETTINGS):
        return Folder(cwd / "config", cwd)
    return Folder(PACKAGED, cwd, is_packaged=True)


def _is_file(path: Path) -> bool:
    return _holds(path.is_file)


def _holds(test: Callable[[], bool]) -> bool:
    try:
        return test()
    except OSError:  # a name that is too long, a folder that may not be entered
        return False


def _named(path: Path, by: str, cwd: Path) -> Folder:
    folder = path.parent if path.name == SETTINGS else path
    if _is_file(folder / SETTINGS):
        return Folder(folder, folder.parent)
    name = shown(path, cwd)
    if _is_file(folder / "config" / SETTINGS):
        message = f"has no {SETTINGS}, its folder config has; say {by} {shown(folder / 'config', cwd)}"
    elif _is_file(path):
        message = f"is no configuration folder; {by} takes a folder that holds {SETTINGS}, or that file"
    else:
        state = f"holds no {SETTINGS}" if _holds(folder.is_dir) else "does not exist"
        parent = folder.parent if folder.name == "config" else folder
        message = f"the configuration folder of {by} {state}; create one with: sitrep init {shown(parent, cwd)}"
    raise FolderError([Problem(name, None, "", "", message)])
