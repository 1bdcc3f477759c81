"""Pages that stand where an article should be: paywalls, consent walls, error pages, empty shells."""

from __future__ import annotations

import re
from dataclasses import dataclass

LEAST_CHARACTERS = 80  # of an article; a wire flash of one sentence has about 100
_SHORT = 700  # characters up to which one telling phrase makes a page an obstacle

_ERROR_TITLE = re.compile(
    r"\b(?:page not found|not found|404|403 forbidden|access denied|error \d{3}|\d{3} error|just a moment"
    r"|attention required|service unavailable|bad gateway|are you a robot|security check|we can't find|page unavailable"
    r"|site maintenance)\b",
    re.IGNORECASE,
)
_PHRASES = {
    "paywall": re.compile(
        r"subscribe (?:now )?to (?:continue|keep|read|unlock)|(?:sign|log) in to (?:continue|keep) reading"
        r"|subscribers? only|already a subscriber"
        r"|this (?:article|content|story) is (?:for|available to|reserved for) (?:our )?subscribers"
        r"|to continue reading|unlock this article|start your free trial",
        re.IGNORECASE,
    ),
    "consent": re.compile(
        r"we value your privacy|before you continue|we and our (?:\d+ )?partners|accept (?:all )?cookies"
        r"|manage (?:your )?consent"
        r"|we use cookies|your privacy choices|consent to (?:the use of )?cookies",
        re.IGNORECASE,
    ),
    "error_page": re.compile(
        r"page (?:you (?:requested|are looking for|were looking for)|cannot be found|not found|no longer exists)"
        r"|enable javascript|verify (?:that )?you are (?:a )?human|unusual traffic"
        r"|access (?:to this page )?(?:has been|is) denied"
        r"|something went wrong|temporarily unavailable",
        re.IGNORECASE,
    ),
}
_TELLS = {
    "paywall": "the page shows a paywall instead of the text",
    "consent": "the page asks for consent to cookies instead of showing the text",
    "error_page": "the server answered with an error page under a status of success",
    "no_text": f"no main text of at least {LEAST_CHARACTERS} characters was found on the page",
}


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why a page gives no article: `reason` is a stable word, `message` a sentence."""

    reason: str
    message: str


def obstacle(text: str, title: str | None, *, free: bool | None) -> Obstacle | None:
    """What stands where the article should be, None for a page with a text. `free` is schema.org isAccessibleForFree.

    A long text is an article whatever phrases stand in it: news about paywalls and cookies exists.
    """
    if len(text) > _SHORT:
        return None
    if title and len(title) < 60 and _ERROR_TITLE.search(title) and len(text) < _SHORT // 2:  # noqa: PLR2004 - error titles are short
        return _named("error_page")
    for reason, phrase in _PHRASES.items():
        if phrase.search(text):
            return _named(reason)
    if free is False and len(text) < _SHORT // 2:
        return _named("paywall")
    return _named("no_text") if len(text) < LEAST_CHARACTERS else None


def _named(reason: str) -> Obstacle:
    return Obstacle(reason, _TELLS[reason])
