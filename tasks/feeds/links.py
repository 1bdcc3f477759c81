"""Where a page says that its feeds are: <link rel="alternate"> first, then plain links that look like feeds."""

from __future__ import annotations

import re

from tasks.text.tree import parse_html
from tasks.text.urls import absolute_url

_TYPES = re.compile(r"^\s*(?:application/(?:rss|atom|rdf|feed)\+(?:xml|json)|application/json|text/xml)", re.IGNORECASE)
_LOOKS = re.compile(
    r"(?:^|[/.?=_-])(?:rss|atom|feeds?)(?:$|[/.?=&_-])|\.(?:rss|rdf|atom)$|sitemap[\w-]*news|news[\w-]*sitemap",
    re.IGNORECASE,
)
_COMMENTS = re.compile(r"comments?(?:/|$|=)", re.IGNORECASE)


def feed_links(html: str, url: str) -> list[str]:
    """The addresses of feeds that the page at `url` names, best first, each once; feeds of comments come last."""
    tree = parse_html(html)
    if tree is None:
        return []
    base = next((str(href) for href in tree.xpath("//base/@href")), url)
    declared = [
        link.get("href")
        for link in tree.xpath("//link[@href]")
        if "alternate" in (link.get("rel") or "").lower() and _TYPES.match(link.get("type") or "")
    ]
    linked = [str(href) for href in tree.xpath("//a/@href") if _LOOKS.search(str(href))]
    start = absolute_url(url, base) or url
    found = [address for href in [*declared, *linked] if (address := absolute_url(start, href))]
    unique = list(dict.fromkeys(address.partition("#")[0] for address in found))
    return sorted(unique, key=lambda address: _COMMENTS.search(address) is not None)
