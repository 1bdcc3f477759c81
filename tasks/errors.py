"""The error tree. Every message says what happened, to which URL, file or key, and what to do next.

SitrepError
├── FetchError              one request: url, error_class
│   ├── FetchRefused        we would not ask: scheme, private address, robots
│   ├── FetchFailed         the network or server failed: DNS, refused, timeout, TLS, reset
│   └── FetchTooLarge       a limit was passed: bytes, redirects
├── FeedError               bytes that are no feed: url, reason
├── ArticleError            a page without an article: url, reason
├── PipelineError           the spaCy pipeline is missing or wrongly labelled
├── LexiconError            a lexicon table lacks a key or has a wrong type: file, key
├── RowError                one input row of `sitrep extract`: line
├── DecisionRefused         a user's decision on incidents that cannot be carried out
├── SilenceRefused          a silence whose condition is none
├── MachineTrouble          this machine failed, not what was read: a full disk, no file handles
├── DeliveryError           one alert to one channel: channel, permanent, retry_after_seconds
├── PageUnwritable          a folder that the situation page cannot be drawn into: path
└── TreebankError           training data that cannot be read: file, line
"""

from __future__ import annotations

from pathlib import Path


class SitrepError(Exception):
    """The root: whatever Sitrep raises on purpose."""


class FetchError(SitrepError):
    """One request did not give a body; `error_class` is the stable word that `fetches.error_class` keeps."""

    def __init__(self, url: str, error_class: str, message: str) -> None:
        super().__init__(f"{url}: {message}")
        self.url = url
        self.error_class = error_class


class FetchRefused(FetchError):
    """Sitrep would not ask: the scheme, a private address, robots.txt or a Retry-After forbids it."""


class FetchFailed(FetchError):
    """The network or the server failed; a later run asks again."""


class FetchTooLarge(FetchError):
    """A limit of bytes or redirects was passed; the answer was dropped."""


class FeedError(SitrepError):
    """Bytes that are no feed; `reason` is the stable word that `quarantine.reason` keeps."""

    def __init__(self, url: str, reason: str, message: str) -> None:
        super().__init__(f"{url}: {message}")
        self.url = url
        self.reason = reason


class ArticleError(SitrepError):
    """A page from which no article can be read; `reason` is the stable word that `quarantine.reason` keeps."""

    def __init__(self, url: str, reason: str, message: str) -> None:
        super().__init__(f"{url}: {message}")
        self.url = url
        self.reason = reason


class PipelineError(SitrepError):
    """The spaCy pipeline of `[nlp] pipeline` is missing or not in Universal Dependencies labels."""


class LexiconError(SitrepError):
    """A lexicon table lacks a key or holds a wrong type."""

    def __init__(self, file: str, key: str, message: str) -> None:
        super().__init__(f"config/lexicon/{file}.toml: {key}: {message}")
        self.file = file
        self.key = key


class RowError(SitrepError):
    """One row of the input of `sitrep extract` cannot be read; the other rows go on."""


class DecisionRefused(SitrepError):
    """A merge, split or undo that the warehouse's incidents do not allow; nothing was changed."""


class SilenceRefused(SitrepError):
    """A silence whose condition is none; nothing was written."""


class MachineTrouble(SitrepError):
    """This machine failed in the middle of reading: nothing is wrong with what was read, and the next run reads it."""


class DeliveryError(SitrepError):
    """One alert could not be handed to one channel; `permanent` says that trying again is useless."""

    def __init__(
        self, channel: str, message: str, *, permanent: bool, retry_after_seconds: float | None = None
    ) -> None:
        super().__init__(f"{channel}: {message}")
        self.channel = channel
        self.permanent = permanent
        self.retry_after_seconds = retry_after_seconds  # what the receiver asked for


class TreebankError(SitrepError):
    """Training data that cannot be read."""


class PageUnwritable(SitrepError):
    """The situation page cannot be drawn into a folder; what is there stays, and the next build makes the rest."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{path}: the situation page cannot be drawn here: {reason}")
        self.path = path
