"""Which channel URLs may stand in a file, and which are secrets that belong in the environment.

Webhooks of chat services carry the right to post in their path, and most Apprise URLs (https://appriseit.com) carry a
token or password: whoever reads the file could send alerts in our name. Messages of this module never repeat the URL.
"""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlsplit

# Apprise services that need no credentials: plain HTTP posts, the local desktop and log
OPEN_SCHEMES = frozenset(
    {"json", "jsons", "xml", "xmls", "form", "forms", "syslog", "dbus", "qt", "gnome", "macosx", "windows"}
)
# services whose webhook address is the credential
_TOKEN_HOSTS = re.compile(
    r"(^|\.)(hooks\.slack\.com|discord(app)?\.com|webhook\.office\.com|logic\.azure\.com|api\.telegram\.org"
    r"|chat\.googleapis\.com|hooks\.zapier\.com|maker\.ifttt\.com|api\.pushover\.net)$"
)
_TOKEN_WORDS = re.compile(
    r"token|secret|passw|signature|credential|apikey|(^|[_-])(key|sig|pwd|pass|auth)($|[_-])", re.IGNORECASE
)
# a path or query part that nobody chose: long, letters with digits
_RANDOM = re.compile(r"(?=[^/]*\d)(?=[^/]*[A-Za-z])[A-Za-z0-9_-]{24,}")


def kept_in(url: str) -> str | None:
    """What makes `url` a secret, in words; None where it may stand in a file. ValueError where it is no URL."""
    parts = urlsplit(url)
    if "@" in parts.netloc:
        return "it holds a user name or password"
    if parts.scheme not in (*OPEN_SCHEMES, "http", "https"):
        return f"{parts.scheme}:// addresses hold a token"
    if _TOKEN_HOSTS.search(parts.hostname or ""):
        return "the address is the credential"
    if any(_TOKEN_WORDS.search(name) for name, _ in parse_qsl(parts.query, keep_blank_values=True)):
        return "its query holds a token"
    if any(_RANDOM.fullmatch(part) for part in (*parts.path.split("/"), *(v for _, v in parse_qsl(parts.query)))):
        return "it holds what looks like a token"
    return None
