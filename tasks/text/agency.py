"""The news agency that a text credits: in its dateline, its byline or its last lines. "Told Reuters" is no credit."""

from __future__ import annotations

import re

# Agencies whose stories other outlets print, with the forms in which they are credited.
_FORMS: dict[str, str] = {
    "Reuters": r"Thomson\s+Reuters|Reuters",
    "AFP": r"Agence\s+France[\s-]Presse|AFP",
    "AP": r"The\s+Associated\s+Press|Associated\s+Press|AP",
    "dpa": r"Deutsche\s+Presse-Agentur|dpa|DPA",
    "EFE": r"Agencia\s+EFE|EFE",
    "ANSA": r"ANSA",
    "UPI": r"United\s+Press\s+International|UPI",
    "Xinhua": r"Xinhua(?:\s+News\s+Agency)?",
    "TASS": r"ITAR-TASS|TASS",
    "Interfax": r"Interfax",
    "RIA Novosti": r"RIA(?:\s+Novosti)?",
    "Anadolu": r"Anadolu(?:\s+Agency)?|AA",
    "SANA": r"SANA",
    "IRNA": r"IRNA",
    "WAFA": r"WAFA",
    "PTI": r"Press\s+Trust\s+of\s+India|PTI",
    "ANI": r"ANI",
    "IANS": r"IANS",
    "Kyodo": r"Kyodo(?:\s+News)?",
    "Yonhap": r"Yonhap(?:\s+News\s+Agency)?",
    "PA": r"Press\s+Association|PA(?:\s+Media)?",
    "Bernama": r"Bernama",
    "ANP": r"ANP",
    "Ukrinform": r"Ukrinform",
}
_ANY = "|".join(f"(?P<g{number}>{form})" for number, form in enumerate(_FORMS.values()))
# "KABUL, Afghanistan (AP) —", "BEIRUT (Reuters) -", "(AFP) -": the name in brackets, then a dash, near the start
_DATELINE = re.compile(rf"^[^\n]{{0,80}}?\(\s*(?:{_ANY})\s*\)\s*[-–—:.]", re.MULTILINE)
# "PARIS, AFP —", "AFP - At least": without brackets the name follows a comma or starts the line
_BARE_DATELINE = re.compile(rf"^(?:[^\W\d_a-z][^\n.;a-z]{{1,40}},\s*)?(?:{_ANY})\s+[-–—]{{1,2}}\s")
_BYLINE = re.compile(rf"(?:^|[\s,/|(;])(?:{_ANY})(?:$|[\s,/|);])")
_CREDIT = re.compile(
    r"(?:^|\s|\()(?i:sources?|credit|via|agency|agencies|©|\(c\)|copyright"
    rf"|with (?:inputs?|reporting|files|material) (?:from|by))\s*:?\s*(?:\d{{4}}\s+|by\s+|[Tt]he\s+)*(?:{_ANY})\b"
)
_LAST_LINE = re.compile(rf"^\W{{0,3}}(?:{_ANY})(?:\s*[/,&-]\s*[\w ]{{2,20}})?\W{{0,3}}$")
_REPORTING = re.compile(
    r"\(\s*(?:Additional\s+)?(?:Reporting|Writing)\s+by\s[^)]{3,300}\bEditing\s+by\s", re.IGNORECASE
)
_START, _END = 300, 400  # characters in which a dateline or a credit stands


def agency_of(text: str, byline: str | None) -> str | None:
    """The agency that is credited, None where none is. The dateline speaks first, then the byline, then the end."""
    start, end = text[:_START], text[-_END:]
    found = _DATELINE.search(start) or _BARE_DATELINE.search(start)
    found = found or (_BYLINE.search(byline) if byline else None)
    found = found or _LAST_LINE.search(end.rsplit("\n", 1)[-1]) or _CREDIT.search(end)
    if found is not None:
        return _named(found)
    return "Reuters" if _REPORTING.search(end) else None  # its house style closes with these words


def _named(found: re.Match[str]) -> str | None:
    return next((name for number, name in enumerate(_FORMS) if found[f"g{number}"]), None)
