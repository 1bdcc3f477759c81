"""Pronouns, "the group", "the minister" and "his country": which entity of the text so far they stand for."""

from __future__ import annotations

from collections import deque

from spacy.tokens import Doc, Token

from tasks.nlp.grammar.clauses import RELATIVE, antecedent
from tasks.nlp.grammar.plain import plain
from tasks.nlp.names.coreference import Entity
from tasks.nlp.names.mentions import Mention
from tasks.nlp.names.name_words import NameWords
from tasks.nlp.names.surroundings import STOPS, before_kind, quoted, sentence_numbers

_HE = {
    "he": "male",
    "him": "male",
    "his": "male",
    "himself": "male",
    "she": "female",
    "her": "female",
    "hers": "female",
    "herself": "female",
}
_IT = frozenset({"it", "its", "itself"})
_REMEMBERED = 80
_REACH = 4  # sentences that a pronoun looks back over
_DEFINITE = frozenset({"the", "this", "that"})
_NOMINAL = frozenset({"NOUN", "PROPN"})
_POINTING = frozenset({*_HE, *_IT, *RELATIVE, "country", "nation", "homeland", "government"})
_APPOSITION = 9  # words of ", a Geneva-based rights group,"
_SUBJECT = ("nsubj", "nsubj:pass", "nsubj:outer")


class PronounReader:
    """Walks one text once, keeping who was named last."""

    def __init__(self, doc: Doc, words: NameWords, mentions: list[Mention], linked: dict[int, Entity]) -> None:
        self.doc, self.words = doc, words
        self.mentions, self.linked = mentions, linked
        self.of_token: dict[int, Entity] = {}
        self.sentence = sentence_numbers(doc)
        self.quoted = quoted(doc)
        self.pointing = _POINTING | self.words.countries.capitals.keys()
        # sentence, is subject, who; only the last ones, so that time stays linear in the text
        self.persons: deque[tuple[int, bool, Entity]] = deque(maxlen=_REMEMBERED)
        self.organisations: deque[tuple[int, bool, Entity]] = deque(maxlen=_REMEMBERED)
        self.waiting: tuple[int, Entity, Mention] | None = None  # a role whose name may follow

    def read(self) -> dict[int, Entity]:
        """Token -> entity, for every token of a mention, pronoun or definite noun that could be resolved."""
        starts: dict[int, list[int]] = {}
        for number, mention in enumerate(self.mentions):
            starts.setdefault(mention.first if mention.kind == "role" else mention.name_first, []).append(number)
        inner: dict[int, Entity] = {}
        words = plain(self.doc)
        for i, word in enumerate(words.lower):
            for number in starts.get(i, ()):
                self._mention(number)
            if (words.pos[i] in _NOMINAL or word in self.pointing) and i not in self.of_token:
                self._word(self.doc[i])
        self.of_token.update(inner)
        return self.of_token

    # --- mentions

    def _mention(self, number: int) -> None:
        mention = self.mentions[number]
        entity = self._role(mention) if mention.kind == "role" else self.linked.get(number)
        if entity is None:
            return
        subject = self._is_subject(mention)
        where = self.sentence[mention.name_first]
        if mention.kind in {"person", "role"}:
            self._name_for_role(mention, entity, where)
            entity.belongs = entity.belongs or self._owner(mention)
            self.persons.append((where, subject, entity))
        else:
            self.organisations.append((where, subject, entity))
            self._called(mention, entity)
        self._mark(mention, entity)

    def _called(self, mention: Mention, entity: Entity) -> None:
        """ "the U.N. refugee agency, UNHCR": what else the text may call an organisation, before or behind a comma."""
        nouns = self.words.group | self.words.same_word
        at = mention.first - 2
        if at >= 0 and self.doc[at + 1].text == "," and self.doc[at].lower_ in nouns and self.doc[at].pos_ == "NOUN":
            entity.nouns.add(self.doc[at].lower_)
            self.of_token.setdefault(at, entity)
        behind = self.doc[mention.end : mention.end + _APPOSITION]
        if len(behind) > 2 and behind[0].text == "," and behind[1].lower_ in {"the", "a", "an"}:  # noqa: PLR2004
            end = next((i for i, t in enumerate(behind) if i and t.text in {",", "."}), 0)
            if end and behind[end - 1].lower_ in nouns:
                entity.nouns.add(behind[end - 1].lower_)

    def _mark(self, mention: Mention, entity: Entity) -> None:
        """Name and role head are the entity's; other words of the role only where nobody else has them."""
        for i in range(mention.name_first, mention.name_end):
            self.of_token[i] = entity
        for first, end in mention.role_spans:
            for i in range(first, end):
                if self.words.is_role(self.doc[i].lower_):
                    self.of_token[i] = entity

    def _owner(self, mention: Mention) -> str | None:
        """ "the group's director": the organisation that the noun stands for."""
        for first, _ in mention.role_spans:
            word = self.doc[first]
            if first and self.doc[first - 1].lower_ == "its":
                owner = self.of_token.get(first - 1)
                return owner.name if owner is not None and owner.kind == "organisation" else None
            if first and self.doc[first - 1].lower_ == "the" and word.lower_ in self.words.group | self.words.same_word:
                owner = self._definite(word)
                return owner.name if owner is not None else None
        at = mention.first - 1  # "Amnesty International's Donatella Rovera"
        owner = self.of_token.get(at - 1) if at > 0 and self.doc[at].tag_ == "POS" else None
        return owner.name if owner is not None and owner.kind == "organisation" else None

    def _is_subject(self, mention: Mention) -> bool:
        tokens = [
            *self.doc[mention.name_first : mention.name_end],
            *(self.doc[i] for a, b in mention.role_spans for i in range(a, b)),
        ]
        return any(t.dep_ in _SUBJECT for t in tokens) or (
            mention.first == 0 or bool(self.doc[mention.first].is_sent_start)
        )

    def _role(self, mention: Mention) -> Entity | None:
        """A role without a name: the person who holds it, else somebody unnamed."""
        head = mention.parts[0]
        if mention.role is None:
            return None
        if mention.definite:
            holder = self._holder(head, mention)
            if holder is not None:
                return holder
        text = " ".join(mention.name.split())
        entity = Entity(
            text,
            "person",
            mention.first,
            mention.end,
            (),
            mention.role,
            self.words.gender(mention.role.split()),
            named=False,
        )
        if mention.definite and self._is_subject(mention):
            self.waiting = (self.sentence[mention.name_first], entity, mention)
        return entity

    def _holder(self, head: str, mention: Mention) -> Entity | None:
        """The last person whose role has the same head and does not contradict."""
        said = {w.lower() for w in (mention.role or "").split()} - {head}
        for _, _, entity in reversed(self.persons):
            roles = [role.lower().split() for role in entity.roles] + (
                [entity.role.lower().split()] if entity.role else []
            )
            if any(head in role and said <= {*role} for role in roles):
                return entity
        return None

    def _name_for_role(self, mention: Mention, entity: Entity, where: int) -> None:
        """ "Syria's ambassador also rejected ... Riyad Haddad said": a new name takes the role that waited for one."""
        if self.waiting is None or mention.kind == "role":
            return
        since, holder, role = self.waiting
        if where - since > 2 or where == since:  # noqa: PLR2004  # the same or a far sentence
            self.waiting = None if where - since > 2 else self.waiting  # noqa: PLR2004
            return
        first_time = entity.first == mention.name_first
        opens = self._opens_sentence(mention)
        if entity.role is None and entity.named and first_time and len(entity.parts) > 1 and opens:
            entity.role = role.role
            entity.roles.append(role.role or "")
            entity.gender = entity.gender or holder.gender
            for token, who in list(self.of_token.items()):
                if who is holder:
                    self.of_token[token] = entity
            renamed = [(s, subj, entity if who is holder else who) for s, subj, who in self.persons]
            self.persons = deque(renamed, maxlen=_REMEMBERED)
        self.waiting = None

    def _opens_sentence(self, mention: Mention) -> bool:
        """Whether a name is the first word of its sentence, over quotation marks, or acts behind a quotation."""
        at = mention.first
        while at > 0 and (self.doc[at - 1].is_quote or self.doc[at - 1].is_space):
            at -= 1
        if at == 0 or self.doc[at - 1].text in STOPS or self.sentence[at - 1] != self.sentence[mention.first]:
            return True
        return self.quoted[at - 1] and self._is_subject(mention)

    # --- words

    def _word(self, token: Token) -> None:
        word = token.lower_
        entity: Entity | None = None
        if word in _HE:
            entity = self._person(token, _HE[word])
        elif word in _IT:
            entity = self._thing(token)
        elif word in RELATIVE and token.pos_ == "PRON":
            source = antecedent(token)
            entity = self.of_token.get(source.i) if source.i != token.i else None
        elif (
            word in {"country", "nation", "homeland", "government"}
            and token.i
            and self.doc[token.i - 1].lower_ in {"his", "her", "their"}
        ):
            entity = self._country(token)
        elif token.pos_ in {"NOUN", "PROPN"} and token.i and self._is_definite(token):
            entity = self._definite(token)
        elif token.pos_ == "PROPN" or word in self.words.countries.capitals:
            entity = self._capital(token)
        if entity is not None:
            self.of_token[token.i] = entity

    def _person(self, token: Token, gender: str) -> Entity | None:
        """The subject of this sentence so far, else of the one before; never somebody of the other gender."""
        here = self.sentence[token.i]
        near = [each for each in self.persons if 0 <= here - each[0] <= _REACH and each[2].gender in {None, gender}]
        if not near:
            return None
        last = near[-1][0]
        same = [each for each in near if each[0] == last]
        subjects = [each for each in same if each[1]]
        chosen = (subjects or same)[0 if last == here else -1][2]
        if self.quoted[token.i]:
            return chosen  # what a speaker says of somebody is no telling of the text's
        if chosen.gender is None and chosen.named:
            chosen.gender = gender
        self.persons.append((here, token.dep_ in _SUBJECT, chosen))
        return chosen

    def _thing(self, token: Token) -> Entity | None:
        """The organisation or country that is the subject before "it" in this sentence or the last."""
        here = self.sentence[token.i]
        for where, subject, entity in reversed(self.organisations):
            if here - where > 1:
                return None
            if subject:
                return entity
        return None

    def _country(self, token: Token) -> Entity | None:
        owner = self.of_token.get(token.i - 1)
        if owner is None:
            return None
        for text in (*owner.roles, owner.role or "", owner.name if owner.kind != "person" else ""):
            found = self.words.countries.first(text) if text else None
            if found is not None:
                return Entity(found.name, "country", token.i, token.i + 1)
        return None

    def _is_definite(self, token: Token) -> bool:
        return self.doc[before_kind(self.doc, token.i)].lower_ in _DEFINITE

    def _definite(self, token: Token) -> Entity | None:
        """ "the group", "the Observatory": the last organisation that the noun fits, subjects first."""
        word = token.lower_
        if (
            token.i + 1 < len(self.doc)
            and self.doc[token.i + 1].pos_ in {"NOUN", "PROPN"}
            and not self.doc[token.i + 1].is_space
        ):
            return None
        fitting = [
            (subject, e) for _, subject, e in self.organisations if e.kind == "organisation" and self._fits(word, e)
        ]
        if not fitting:
            return None
        subjects = [e for subject, e in fitting if subject]
        return subjects[-1] if subjects and word in self.words.group else fitting[-1][1]

    def _fits(self, word: str, entity: Entity) -> bool:
        parts = {part.lower() for part in entity.name.split()}
        if word in entity.nouns:
            return True
        if word in self.words.group:
            return not parts & self.words.not_group
        return word in self.words.same_word and word in parts and len(parts) > 1

    def _capital(self, token: Token) -> Entity | None:
        """ "Moscow rejected": a capital that acts is its country."""
        country = self.words.countries.capitals.get(token.text)
        if country is None or token.dep_ not in _SUBJECT or (token.i and self.doc[token.i - 1].pos_ == "ADP"):
            return None
        entity = Entity(country.name, "country", token.i, token.i + 1)
        self.organisations.append((self.sentence[token.i], True, entity))
        return entity
