"""URLs as names of articles: tracking parameters off, host lower-cased, a page's own canonical link weighed.

Folding is conservative (RFC 3986 section 6.2): what may name another page (`ref`, scheme, `www.`) stays. Mobile hosts
are folded in the name of an article only, never in what is fetched: not every site answers under its other name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import SplitResult, urljoin, urlsplit, urlunsplit

_REMEMBERED = 5_000  # URLs; a run looks at each several times
_DEFAULT_PORTS = {"http": 80, "https": 443}
# campaign marks of analytics tools and of publishers' own feeds (at_: BBC, cmp: Guardian, smid: New York Times)
_TRACKING = re.compile(
    r"(?:utm_\w+|at_\w+|ns_\w+|mc_[ce]id|fbclid|gclid|dclid|yclid|msclkid|gbraid|wbraid|igshid|cmpid?|ocid|smid|smtyp|xtor|ito"
    r"|traffic_source|ref_src|s_cid|icid|intcid|_ga|spm|sr_share|__twitter_impression|hootpostid|emc|taid)",
    re.IGNORECASE,
)
_AMP_QUERY = frozenset({"amp", "amp=1", "amp=true", "outputtype=amp"})
_AMP_FOLDER = re.compile(r"^(/.+?)(?:/amp)+/?$")
_AMP_SUFFIX = re.compile(r"(?:\.amp)+(\.html?)$")
_AMP_CACHE = re.compile(r"^(?:www\.)?google\.[\w.]+/amp|^[\w-]+\.cdn\.ampproject\.org/[acviw]+", re.IGNORECASE)
_PLAIN = re.compile(r"[\w/.,~:;=&+@!$*()'-]*", re.ASCII)
_MOBILE = re.compile(r"^(?:m|mobile|amp)\.|(?<=\.)m\.")
_HOME = re.compile(r"/(?:(?:index|home|default)(?:\.\w+)?|[a-z]{2})?/?", re.IGNORECASE)
# second levels under which countries register names: bbc.co.uk and yomiuri.co.jp are two sites
_SECOND_LEVELS = frozenset({"ac", "co", "com", "edu", "go", "gob", "gouv", "gov", "mil", "ne", "net", "or", "org"})


@dataclass(frozen=True, slots=True)
class Canonical:
    """The URL that names an article. `flag`: canonical_elsewhere where the page named another site or the home page."""

    url: str
    flag: str | None


@lru_cache(_REMEMBERED)
def is_web(url: str) -> bool:
    """Whether `url` is http or https with a host and a valid port."""
    return _split(url) is not None


@lru_cache(_REMEMBERED)
def host_of(url: str) -> str:
    """The lower-cased host of `url` without its trailing dot, empty where there is none."""
    parts = _split(url)
    return _host(parts) if parts else ""


@lru_cache(_REMEMBERED)
def origin_of(url: str) -> str:
    """Scheme, host and port of `url` (RFC 6454), without a default port; empty where it is not http(s)."""
    parts = _split(url)
    return f"{parts.scheme}://{_netloc(parts)}" if parts else ""


def canonical_url(url: str) -> str:
    """`url` without tracking parameters, fragment, user, default port, AMP marks; only trimmed where not http(s)."""
    parts = _split(_uncached(url))
    if parts is None:
        return url.strip()
    netloc = _netloc(parts)
    path = _AMP_SUFFIX.sub(r"\1", _AMP_FOLDER.sub(r"\1", parts.path)) or "/"
    return urlunsplit((parts.scheme, netloc, _percent(path), _percent(_query(parts.query)), ""))


def site_of(host: str) -> str:
    """The registered name of `host`: bbc.co.uk for news.bbc.co.uk. A rule of thumb without a suffix list."""
    labels = host.split(".")
    if ":" in host or labels[-1].isdigit():
        return host
    keep = 3 if len(labels[-1]) == 2 and len(labels) > 2 and labels[-2] in _SECOND_LEVELS else 2  # noqa: PLR2004 - ccTLD
    return ".".join(labels[-keep:])


def is_home(url: str) -> bool:
    """Whether `url` is the front page of its site or of one of its languages."""
    parts = _split(canonical_url(url))
    return parts is not None and not parts.query and _HOME.fullmatch(parts.path) is not None


def folded_mobile(url: str) -> str:
    """`url` with a mobile or AMP host under the desktop's name: m.x.org -> www.x.org, en.m.x.org -> en.x.org."""
    parts = _split(url)
    if parts is None:
        return url
    host = _host(parts)
    rest = _MOBILE.sub("", host, count=1)
    if rest == host or "." not in rest:
        return url
    desktop = f"www.{rest}" if rest == site_of(rest) and _MOBILE.match(host) else rest
    return url.replace(f"//{parts.netloc}", f"//{parts.netloc.lower().replace(host, desktop, 1)}", 1)


def choose_canonical(url: str, declared: Iterable[str]) -> Canonical:
    """The name of the page at `url`: the first of its `declared` links on the same site that is not the home page.

    A link to the home page or another site is ignored and flagged. Mobile and AMP hosts are folded.
    """
    flag = None
    for link in declared:
        target = _joined(url, link)
        if target is None:
            continue
        if site_of(host_of(target)) == site_of(host_of(url)) and not is_home(target):
            return Canonical(folded_mobile(canonical_url(target)), flag)
        if canonical_url(target) != canonical_url(url):
            flag = "canonical_elsewhere"
    return Canonical(folded_mobile(canonical_url(url)), flag)


def absolute_url(base: str, link: str) -> str | None:
    """`link` resolved against `base` (RFC 3986 section 5), None where no http(s) URL comes out."""
    return _joined(base, link)


def _joined(base: str, link: str) -> str | None:
    try:
        target = urljoin(base, link.strip())
    except ValueError:
        return None
    return target if link.strip() and is_web(target) else None


def _uncached(url: str) -> str:
    """The publisher's address of a page in an AMP cache: .../s/example.org/x is https, without "s" http."""
    _, _, rest = url.strip().partition("://")
    found = _AMP_CACHE.match(rest)
    if found is None:
        return url
    path = rest[found.end() :].lstrip("/")
    secure = path.startswith("s/")
    target = f"http{'s' if secure else ''}://{path[2:] if secure else path}"
    return target if "." in host_of(target) else url


@lru_cache(_REMEMBERED)
def _split(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url.strip())
        valid = parts.scheme in _DEFAULT_PORTS and bool(_host(parts)) and parts.port != 0
    except ValueError:  # a bracket left open, a port out of range
        return None
    return parts if valid and not re.search(r"[\s\\<>\"]", parts.netloc) else None


def _host(parts: SplitResult) -> str:
    return (parts.hostname or "").rstrip(".")


def _netloc(parts: SplitResult) -> str:
    host = _host(parts)
    netloc = f"[{host}]" if ":" in host else host
    is_default = parts.port is None or parts.port == _DEFAULT_PORTS[parts.scheme]
    return netloc if is_default else f"{netloc}:{parts.port}"


def _query(query: str) -> str:
    if not query:
        return ""
    kept = (part for part in query.split("&") if part and not _TRACKING.fullmatch(part.partition("=")[0]))
    return "&".join(part for part in kept if part.lower() not in _AMP_QUERY)


def _percent(text: str) -> str:
    if _PLAIN.fullmatch(text):  # most are
        return text
    text = re.sub(r"[\x00-\x20\x7f\"<>]", lambda match: f"%{ord(match[0]):02X}", text)
    return re.sub(r"%[0-9a-fA-F]{2}", lambda match: match[0].upper(), text)
