"""Role phrases beside names: in front ("rebel commander X"), behind or before a comma; roles without a name."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Token

from tasks.nlp.grammar.plain import plain
from tasks.nlp.names.name_words import NameWords

_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_CLOSE = frozenset(
    {"who", "which", "whose", "whom", "where", "when", "while", "because", "but", "as", "said", "says", "told"}
)
_BREAKS = frozenset({",", ";", ":", ".", "(", ")", "—", "–", "--", '"', "“", "”", "!", "?"})
_POSSESSIVE = frozenset({"'s", "’s", "'", "’"})
# fmt: off
_REGIONS = frozenset({
    "western", "eastern", "northern", "southern", "islamic", "kurdish", "european", "african", "asian", "arab",
    "muslim", "christian", "sunni", "shiite", "jewish",
})
# fmt: on
_MODIFIERS = frozenset({"NOUN", "ADJ", "PROPN", "NUM"})
_LINKS = frozenset({"of", "for", "to", "in", "at", "with", "from"})
_MAX = 16  # tokens of one role phrase


class Roles:
    """Reads role phrases of one Doc off tags and words."""

    def __init__(self, doc: Doc, words: NameWords) -> None:
        self.doc, self.words = doc, words
        self.stops = words.not_names - _REGIONS

    def before(self, first: int, name_first: int) -> int | None:
        """Where the role in front of a name begins; the stretch's own role is [first, name_first)."""
        if name_first > first:
            return self.extend(first)
        if first and (self.words.is_role(self.doc[first - 1].lower_) or self._in_small_letters(first)):
            return self.extend(first)
        return None

    def extend(self, end: int) -> int:
        """Left over the modifiers of a role that ends before `end`: nouns, adjectives, possessives."""
        start = end - 2 if self._in_small_letters(end) else end
        while start > 0 and end - start < _MAX:
            token = self.doc[start - 1]
            if token.is_space or token.lower_ in self.stops or not self._modifies(token):
                break
            start -= 1
        while start < end and (
            self._possessive(self.doc[start]) or self.doc[start].text == "-" or self.doc[start].pos_ == "NUM"
        ):
            start += 1
        return start

    def _modifies(self, token: Token) -> bool:
        return (
            token.pos_ in _MODIFIERS
            or token.tag_ in {"VBN", "JJ", "NN"}
            or self._possessive(token)
            or token.text == "-"
        )

    @staticmethod
    def _possessive(token: Token) -> bool:
        return token.tag_ == "POS" or token.text in _POSSESSIVE

    def _in_small_letters(self, end: int) -> bool:
        """ "minister of defence Ali X"."""
        if end < 3 or self.doc[end - 2].lower_ not in {"of", "for"} or self.doc[end - 1].pos_ != "NOUN":  # noqa: PLR2004
            return False
        return self.words.is_role(self.doc[end - 3].lower_)

    def after_comma(self, end: int) -> tuple[int, int] | None:
        """ "X, 42, the group's director," -> the tokens of the role."""
        if end < len(self.doc) and self.doc[end].text == "(":
            close = next((t.i for t in self.doc[end : end + 8] if t.text == ")"), None)
            end = close + 1 if close is not None else end
        if end >= len(self.doc) or self.doc[end].text not in {",", "—", "–", "--"}:
            return None
        first = end + 1
        if first + 1 < len(self.doc) and self.doc[first].like_num and self.doc[first + 1].text == ",":
            first += 2  # an age
        stop = first
        while stop < len(self.doc) and stop - first < _MAX and not self._ends(self.doc[stop]):
            stop += 1
        return self._headed(first, stop)

    def before_comma(self, first: int) -> tuple[int, int] | None:
        """ "The group's director, X," -> the tokens of the role."""
        if first < 2 or self.doc[first - 1].text != ",":  # noqa: PLR2004
            return None
        start = first - 1
        while start > 0 and first - start < _MAX and not self._ends(self.doc[start - 1]):
            start -= 1
        while start < first - 1 and self.doc[start].pos_ in {"ADP", "SCONJ", "CCONJ", "ADV", "PUNCT", "SPACE", "AUX"}:
            start += 1
        return self._headed(start, first - 1)

    def _ends(self, token: Token) -> bool:
        if token.is_space or token.text in _BREAKS or token.lower_ in _CLOSE:
            return True
        return token.tag_ in _FINITE and not self.words.is_role(token.lower_)

    def _headed(self, first: int, end: int) -> tuple[int, int] | None:
        """The span of a role phrase, if a role word heads the noun phrase that opens [first, end)."""
        while first < end and self.doc[first].lower_ in {"the", "a", "an", "its", "his", "her", "their"}:
            first += 1
        for i in range(first, end):
            token = self.doc[i]
            compound = i + 1 < end and (self.words.is_role(self.doc[i + 1].lower_) or self.doc[i + 1].pos_ == "NOUN")
            if self.words.is_role(token.lower_) and not compound:
                return first, end
            if not (
                self._modifies(token)
                or token.pos_ in {"DET", "ADV"}
                or token.tag_ == "VBG"
                or token.lower_ in {"&", "and"}
            ):
                return None
        return None

    def candidates(self) -> Iterator[Token]:
        """The tokens that may head a role without a name."""
        roles, last = self.words.roles, self.words.singular_roles
        for i, word in enumerate(plain(self.doc).lower):
            if word in roles or ("-" in word and word.rsplit("-", 1)[-1] in last) or word in last:
                yield self.doc[i]

    def is_bare_head(self, token: Token) -> bool:
        """Whether a role word heads a noun phrase of its own, not a modifier ("officer training")."""
        if not (token.lower_ in self.words.roles or token.lower_.rsplit("-", 1)[-1] in self.words.singular_roles):
            return False
        if token.pos_ not in {"NOUN", "PROPN", "ADJ"}:
            return False
        after = self.doc[token.i + 1] if token.i + 1 < len(self.doc) else None
        return after is None or after.is_space or after.pos_ not in {"NOUN", "PROPN"}

    def phrase(self, token: Token, taken: list[bool]) -> tuple[int, int, bool]:
        """First and end of the noun phrase of a bare role, and whether it is definite."""
        first = self.extend(token.i)
        before = self.doc[first - 1] if first else None
        owned = any(self._possessive(t) for t in self.doc[first : token.i])
        definite = owned or (before is not None and before.lower_ in {"the", "his", "her", "its", "their"})
        if before is not None and not before.is_space and (before.pos_ == "DET" or before.tag_ == "PRP$"):
            first -= 1
        end = token.i + 1
        while end + 1 < len(self.doc) and self.doc[end].lower_ in _LINKS and not taken[end]:
            stop = end + 1
            while stop < len(self.doc) and self._inside(self.doc[stop]):
                stop += 1
            if stop == end + 1:
                break
            end = stop
        return first, end, definite

    def _inside(self, token: Token) -> bool:
        if token.is_space or (
            token.lower_ in self.stops and token.lower_ not in {"the", "a", "an", "its", "his", "her", "their"}
        ):
            return False
        return token.pos_ in {"DET", "NOUN", "PROPN", "ADJ"} or token.tag_ in {"POS", "PRP$"}


def role_text(text: str, words: NameWords) -> str | None:
    """A role as kept: one line, no article, no bare honorific; None where nothing is left."""
    kept = [word for word in clean(text).split() if word.lower() not in words.honorifics]
    while kept and kept[0].lower() in {"the", "a", "an", "his", "her", "their", "its"}:
        kept = kept[1:]
    return " ".join(kept) or None


def clean(text: str) -> str:
    """One line, single spaces, no possessive at the end."""
    text = " ".join(text.split())
    return text.removesuffix("'s").removesuffix("’s").strip(" ,-")
