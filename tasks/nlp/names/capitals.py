"""Capitalised stretches of a text: where a name may begin and end, over the small words inside names."""

from __future__ import annotations

from spacy.tokens import Doc, Token

from tasks.nlp.grammar.plain import plain
from tasks.nlp.names.name_words import NameWords, bare

_JOINERS = frozenset({"of", "for", "on", "and", "the", "without"})
_NO_NAME = frozenset({"DET", "PRON", "ADP", "SCONJ", "CCONJ", "ADV", "AUX", "PART", "INTJ", "NUM", "VERB"})
_PREFIXES = frozenset({"al", "el", "bin", "abu"})
_MAX_TOKENS = 14  # longer ones are headlines


class Capitals:
    """Reads one Doc word by word."""

    def __init__(self, doc: Doc, words: NameWords) -> None:
        self.doc, self.words = doc, words

    def openers(self) -> list[int]:
        """The tokens that a capitalised stretch may start at."""
        words = plain(self.doc)
        return [i for i, text in enumerate(words.texts) if text[:1].isupper() or words.lower[i] in _PREFIXES]

    def stretch(self, first: int) -> int:
        """The end of the capitalised stretch that starts at token `first`; `first` where none does."""
        known = self._known(first)
        if not known and not self._starts(first):
            return first
        i = end = first + max(known, 1)
        while i < len(self.doc) and i - first < _MAX_TOKENS:
            token = self.doc[i]
            glued = not self.doc[i - 1].whitespace_
            if self._capital(token) or (glued and token.is_alpha and self.doc[i - 1].text == "-"):
                end = i + 1
            elif not self._goes_on(first, i, glued):
                break
            i += 1
        return end

    def _known(self, first: int) -> int:
        """How many tokens of a listed organisation start here: "European" is no name, "European Union" is one."""
        for size in self.words.known_sizes.get(self.doc[first].text, ()):
            if tuple(t.text for t in self.doc[first : first + size]) in self.words.known:
                return size
        return 0

    def complement(self, i: int) -> int:
        """How many tokens from `i` complete a role ("State", "the Interior", a country); 0 for none."""
        for phrase in self.words.complements:
            if tuple(t.text for t in self.doc[i : i + len(phrase)]) == phrase:
                return len(phrase)
        for size in range(min(4, len(self.doc) - i), 0, -1):
            if bare(self.doc[i : i + size].text) in self.words.countries.names:
                return size
        return 0

    def _goes_on(self, first: int, i: int, glued: bool) -> bool:
        """Whether a small word or mark belongs to the name around it."""
        token = self.doc[i]
        if token.text in {"-", "&", "’", "'"}:
            return (glued or token.text == "&") and self._continues(i)
        if token.text == ".":  # "Lt. Col." cut in two
            return glued and f"{self.doc[i - 1].lower_}." in self.words.abbreviations | self.words.honorifics
        if token.lower_ in self.words.particles:
            return self._continues(i)
        return token.lower_ in _JOINERS and self._joins(first, i)

    def _capital(self, token: Token) -> bool:
        if not token.text[:1].isupper() or token.lower_ in self.words.not_names:
            return False
        return not (self._opens(token) and token.pos_ in _NO_NAME and not token.ent_type_)

    @staticmethod
    def _opens(token: Token) -> bool:
        before = token.nbor(-1) if token.i else None
        return before is None or before.is_space or before.is_punct

    def _starts(self, i: int) -> bool:
        token = self.doc[i]
        if self._capital(token):
            return True
        if token.lower_ not in _PREFIXES or i + 1 >= len(self.doc):
            return False
        after = i + 2 if self.doc[i + 1].text == "-" else i + 1
        return (
            after < len(self.doc)
            and self.doc[after].text[:1].isupper()
            and (after > i + 1 or self.doc[after].pos_ == "PROPN")
        )

    def _continues(self, i: int) -> bool:
        """Whether a capitalised word follows the small word or mark at `i`, over at most two more small ones."""
        after = i + 1
        while after < min(len(self.doc), i + 4) and (
            self.doc[after].text == "-" or self.doc[after].lower_ in self.words.particles
        ):
            after += 1
        return after < len(self.doc) and self.doc[after].text[:1].isupper() and not self.doc[after - 1].is_space

    def _joins(self, first: int, i: int) -> bool:
        """ "Observatory for Human Rights", "Secretary of State", "Ministry of the Interior": the name goes on."""
        word, before = self.doc[i].lower_, self.doc[i - 1].lower_
        if not self._continues(i) and not (word in {"of", "for"} and self._the_capital(i)):
            return False
        head = [self.doc[k].lower_ for k in range(first, i)]
        organisation = any(each in self.words.organisations for each in head)
        if word in {"of", "for", "without", "on"}:
            return organisation or (word in {"of", "for"} and before in self.words.roles and self.complement(i + 1) > 0)
        opened = bool({"of", "for"} & {*head}) and (organisation or any(each in self.words.roles for each in head))
        if word == "the":
            return opened and before in {"of", "for"}
        return opened and self._and_of_one_name(i)

    def _the_capital(self, i: int) -> bool:
        return i + 2 < len(self.doc) and self.doc[i + 1].lower_ == "the" and self.doc[i + 2].text[:1].isupper()

    def _and_of_one_name(self, i: int) -> bool:
        """ "Ministry of Health and Population": one word more, no person and no country."""
        after = self.doc[i + 1 : i + 3]
        if not len(after) or after[0].ent_type_ == "PER" or self.words.countries.first(after[0].text) is not None:
            return False
        return not (len(after) > 1 and after[1].text[:1].isupper())
