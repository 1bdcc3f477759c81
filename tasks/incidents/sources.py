"""Who is one source: the same claimant in any number of articles, the same wire story in any number of outlets."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tasks.incidents.reports import Report

_ARTICLES = frozenset({"the", "a", "an", "its", "his", "her", "their", "of", "for", "and"})
Name = tuple[str, frozenset[str]]


def words(name: str) -> frozenset[str]:
    """The content words of a claimant's name, lower case: "the Syrian Observatory" -> {syrian, observatory}."""
    text = "".join(character if character.isalnum() else " " for character in name.casefold())
    return frozenset(word for word in text.split() if word not in _ARTICLES)


def kind_of(report: Report) -> str:
    """The claimant's kind; an article in its own voice is of its feed's kind."""
    if report.claimant_name is not None:
        return report.claimant_kind or "unknown"
    return report.source_kind or "media"


def sources(reports: Iterable[Report]) -> dict[str, str]:
    """Claim id -> source, for the reports of one incident.

    Named claimants are one source when their words are the same, or when they are of one kind and the words of one
    are among the other's ("state media", "Syrian state media"). Articles in their own voice are one source when
    they share an owner or agency (independence group) or a near-duplicate group: copies of one wire story.
    """
    listed = sorted(reports, key=lambda report: (report.said_at, report.article_id, report.char_start, report.claim_id))
    named = [report for report in listed if report.claimant_name is not None and words(report.claimant_name)]
    names = _canonical_names({(kind_of(report), words(report.claimant_name or "")) for report in named})
    found = {report.claim_id: names[kind_of(report), words(report.claimant_name or "")] for report in named}
    return found | _own_voices([report for report in listed if report.claim_id not in found])


def _canonical_names(names: set[Name]) -> dict[Name, str]:
    """Each name -> the name of its source: the longest one that contains it, by kind."""
    ordered = sorted(names, key=lambda name: (-len(name[1]), sorted(name[1]), name[0]))
    heads: list[Name] = []
    result: dict[Name, str] = {}
    for kind, tokens in ordered:
        head = next(((k, t) for k, t in heads if t == tokens or (k == kind and tokens < t)), None)
        if head is None:
            heads.append((kind, tokens))
            head = (kind, tokens)
        result[kind, tokens] = "name:" + " ".join(sorted(head[1]))
    return result


def _own_voices(reports: Sequence[Report]) -> dict[str, str]:
    """Own-voice claims by connected groups: a shared owner or a shared wire text joins them."""
    parent: dict[str, str] = {}

    def root(key: str) -> str:
        while parent.setdefault(key, key) != key:
            key = parent[key]
        return key

    for report in reports:
        owner, wire = root(f"owner:{report.independence_group}"), root(f"wire:{report.near_duplicate_group}")
        parent[max(owner, wire)] = min(owner, wire)
    return {report.claim_id: root(f"owner:{report.independence_group}") for report in reports}


def independent(statements: Iterable[tuple[str, str]]) -> int:
    """How many independent sources stand behind (source, independence group) pairs.

    An outlet's own voice counts only where no named claimant speaks in articles of the same owner: its number is
    then most likely that claimant's.
    """
    pairs = list(statements)
    named = {source for source, _ in pairs if source.startswith("name:")}
    spoken_for = {group for source, group in pairs if source.startswith("name:")}
    own = {source for source, group in pairs if not source.startswith("name:") and group not in spoken_for}
    return len(named) + len(own)
