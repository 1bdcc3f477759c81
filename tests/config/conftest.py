"""A deployment in a temporary folder: files in, settings or problems out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from config.errors import ConfigError
from config.settings import Settings, load


@dataclass(frozen=True)
class World:
    """A folder with a configuration folder in it, and an environment."""

    cwd: Path

    def write(self, name: str, text: str | bytes) -> Path:
        path = self.cwd / "config" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return path

    def load(self, environ: Mapping[str, str] | None = None) -> Settings:
        return load(None, environ or {}, self.cwd)

    def problems(self, environ: Mapping[str, str] | None = None) -> list[str]:
        with pytest.raises(ConfigError) as caught:
            self.load(environ)
        assert str(caught.value) == "\n".join(str(problem) for problem in caught.value.problems)
        return str(caught.value).splitlines()


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    # reading the packaged word lists takes most of the time of a load, and most tests are not about them
    monkeypatch.setattr("config.settings.LEXICON", "no-lexicon")
    made = World(tmp_path)
    made.write("settings.toml", "")
    return made


@pytest.fixture
def settings_say(world: World) -> Callable[..., list[str]]:
    """The problems of a settings.toml with the given text."""

    def say(text: str | bytes, environ: Mapping[str, str] | None = None) -> list[str]:
        world.write("settings.toml", text)
        return world.problems(environ)

    return say
