"""The tables of alerts.toml that say where alerts go: [[channels]], and [operators] for who runs this installation."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, SecretStr, ValidationInfo, field_validator, model_validator

from config.secrets import kept_in
from config.sections import Seconds
from config.tables import Many, Name, Table, Text


def _variable(name: str) -> str:
    if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", name):
        raise ValueError("must be the name of an environment variable, not the secret itself")
    return name


def _file(path: Path) -> Path:
    if not path.name or not str(path).isprintable():
        raise ValueError('must name a file, like "{data}/alerts.jsonl"')
    return path


File = Annotated[Path, Field(strict=False), AfterValidator(_file)]
Variable = Annotated[str, AfterValidator(_variable)]
Secret = Annotated[SecretStr, Field(strict=False)]
ADDRESSES = ("url", "url_env", "url_file", "url_block")
SECRETS = ("secret_env", "secret_file", "secret_block")
_WANTED: dict[str, frozenset[str]] = {
    "console": frozenset(), "file": frozenset({"path"}), "rss": frozenset({"path"}),
}  # fmt: skip


class Channel(Table):
    """One `[[channels]]` table. `url` and `secret` never print; `path` is absolute, once loaded."""

    name: Name
    kind: Literal["console", "file", "rss", "webhook", "apprise"]
    path: File | None = None
    url: Secret | None = None
    url_env: Variable | None = None
    url_file: File | None = None
    url_block: Text | None = None  # a Secret block of Prefect
    secret_env: Variable | None = None
    secret_file: File | None = None
    secret_block: Text | None = None
    timeout_seconds: Seconds | None = None  # None: [alerts] delivery_timeout_seconds
    fallback: str | None = None
    fallback_after_attempts: Annotated[int, Field(ge=1, le=100)] = 5
    secret: Secret | None = Field(default=None, exclude=True)  # filled in when loaded

    @field_validator("secret")
    @classmethod
    def _is_no_place_for_it(cls, secret: SecretStr | None) -> SecretStr | None:
        if secret is not None:
            raise ValueError("must not stand here; put it into an environment variable and name that in secret_env")
        return secret

    @field_validator("url")
    @classmethod
    def _is_open(cls, url: SecretStr | None, info: ValidationInfo) -> SecretStr | None:
        return _open(url, str(info.data.get("kind")), "url_env")

    @model_validator(mode="after")
    def _has_its_address(self) -> Channel:
        wanted = _WANTED.get(self.kind, frozenset(ADDRESSES))
        given = {key for key in ("path", *ADDRESSES) if getattr(self, key) is not None}
        if extra := given - wanted:
            raise ValueError(f'a channel of kind "{self.kind}" has no {" or ".join(sorted(extra))}; remove it')
        if wanted and len(given) != 1:
            only = ", and only one of them" if given else ""
            listed = sorted(wanted, key=ADDRESSES.index) if wanted == {*ADDRESSES} else sorted(wanted)
            raise ValueError(f'a channel of kind "{self.kind}" needs {" or ".join(listed)}{only}')
        return self

    @model_validator(mode="after")
    def _has_one_secret(self) -> Channel:
        given = [key for key in SECRETS if getattr(self, key) is not None]
        if given and self.kind != "webhook":
            raise ValueError(f'only a channel of kind "webhook" is signed; remove {given[0]}')
        if len(given) > 1:
            raise ValueError(f"a channel has one secret: keep one of {', '.join(given)}")
        if self.fallback == self.name:
            raise ValueError("a channel is no fallback of its own; name another one")
        return self


class Operators(Table):
    """[operators]: where trouble of Sitrep itself is told, and how an outsider sees that it runs."""

    channels: Many[str] = ()  # none: every channel that a rule uses
    dead_man_file: File | None = None
    heartbeat_url: Secret | None = None
    heartbeat_url_env: Variable | None = None
    min_free_megabytes: Annotated[int, Field(ge=0, le=1_000_000_000)] = 500

    @field_validator("heartbeat_url")
    @classmethod
    def _is_open(cls, url: SecretStr | None) -> SecretStr | None:
        return _open(url, "webhook", "heartbeat_url_env")


def _open(url: SecretStr | None, kind: str, instead: str) -> SecretStr | None:
    if url is None:
        return None
    if wrong := fault(kind, url.get_secret_value()):
        raise ValueError(wrong)
    if reason := kept_in(url.get_secret_value()):
        raise ValueError(f"is a secret ({reason}); put it into an environment variable and name that in {instead}")
    return url


def fault(kind: str, url: str) -> str | None:
    """What is wrong with the address of a channel, without repeating it."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return "is no URL; check the host and port"
    if not parts.scheme or not url.isprintable() or " " in url:
        return "must be a whole URL without blanks, like https://example.org/hook"
    if kind == "webhook" and (parts.scheme not in ("http", "https") or not host):
        return "must start with http:// or https://; other services are channels of kind apprise"
    return None
