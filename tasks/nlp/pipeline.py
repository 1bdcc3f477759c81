"""From a spaCy pipeline with Universal Dependencies labels to the whole extractor's pipeline.

gate                                                              which sentences are worth reading
parsing (tok2vec tagger morphologizer parser ner)                 what their words are
dates places names statements                                     who, where, when, who speaks
numbers harms victims claimants factuality scope events           the parts of a claim
claims tolls positions                                            what the text says
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language

from tasks.errors import PipelineError

# Importing a component registers its factory.
from tasks.nlp.assertions import claimants, factuality, scope
from tasks.nlp.claims import claims, tolls
from tasks.nlp.dates import dates
from tasks.nlp.events import events
from tasks.nlp.names import entities, names
from tasks.nlp.numbers import numbers
from tasks.nlp.parsing import gate, parsing
from tasks.nlp.parsing.trained import Trained
from tasks.nlp.places import places
from tasks.nlp.places.gazetteer import Gazetteer
from tasks.nlp.speech import positions, statements
from tasks.nlp.victims import harms, victims

RULES_VERSION = "2"
UD_LABELS = frozenset({"nsubj", "nsubj:pass", "obj", "obl", "nmod", "case", "conj", "nummod", "acl:relcl"})
NEEDED_PIPES = ("tagger", "parser")
COMPONENTS = {
    "sitrep_dates": dates,
    "sitrep_places": places,
    "sitrep_names": names,
    "sitrep_entities": entities,
    "sitrep_statements": statements,
    "sitrep_numbers": numbers,
    "sitrep_harms": harms,
    "sitrep_victims": victims,
    "sitrep_claimants": claimants,
    "sitrep_factuality": factuality,
    "sitrep_scope": scope,
    "sitrep_events": events,
    "sitrep_claims": claims,
    "sitrep_tolls": tolls,
    "sitrep_positions": positions,
}


def load_pipeline(name: str | Path, *, shipped: bool = False) -> Language:
    """The spaCy pipeline at a path or of an installed package; PipelineError says what mends a bad one."""
    try:
        nlp = spacy.load(name)
    except OSError as error:
        raise PipelineError(_missing(name, shipped)) from error
    except Exception as error:
        raise PipelineError(f"[nlp] pipeline: {name} cannot be loaded ({error}); {_mend(name, shipped)}") from error
    check_labels(nlp, name)
    return nlp


def check_labels(nlp: Language, name: str | Path) -> None:
    """Raise PipelineError unless `nlp` tags and parses with Universal Dependencies labels."""
    absent = [pipe for pipe in NEEDED_PIPES if pipe not in nlp.pipe_names]
    if absent:
        raise PipelineError(f"[nlp] pipeline: {name} has no {' and no '.join(absent)}; {_mend(name, shipped=False)}")
    missing = sorted(UD_LABELS - set(nlp.pipe_labels["parser"]))
    if missing:
        raise PipelineError(
            f"[nlp] pipeline: the parser of {name} lacks the Universal Dependencies labels {', '.join(missing)} "
            f"(it is of another label scheme); {_mend(name, shipped=False)}"
        )


def _missing(name: str | Path, shipped: bool) -> str:
    if shipped or Path(name).suffix or "/" in str(name):
        return f"[nlp] pipeline: nothing at {name}; {_mend(name, shipped)}"
    return (
        f'[nlp] pipeline: no package or folder "{name}"; install it with `python -m pip install {name}` '
        f"or {_mend(name, shipped)}"
    )


def _mend(name: str | Path, shipped: bool) -> str:
    train = "sitrep train --treebank DIR --out"
    if shipped:
        return f"restore it with `git checkout -- seeds/pipeline` or train it with `{train} {name}`"
    return f"use the shipped one with `export SITREP_NLP__PIPELINE=shipped` or train one with `{train} DIR`"


def assemble(
    nlp: Language, lexicon: Mapping[str, Any], gazetteer: Gazetteer, wanted: str = gate.EVERYTHING
) -> Language:
    """`nlp` with its trained components behind the gate and Sitrep's behind those; raises LexiconError, PipelineError.

    `wanted` is what the gate lets through: "everything" or "claims" (which leaves out statements of others, positions
    and events); "open" parses every sentence, to compare with.
    """
    trained = nlp.pipeline
    for name in nlp.pipe_names:
        nlp.remove_pipe(name)
    nlp.add_pipe("sitrep_gate", config={"lexicon": dict(lexicon), "wanted": wanted})
    nlp.add_pipe("sitrep_parsing").trained = Trained(trained)  # type: ignore[attr-defined]  # a component of ours
    for component in gate.wanted_components(COMPONENTS, wanted):
        nlp.add_pipe(component, config={"lexicon": dict(lexicon)})
    nlp.get_pipe("sitrep_places").gazetteer = gazetteer  # type: ignore[attr-defined]  # a component of ours
    return nlp


def engine_version(nlp: Language, lexicon: Mapping[str, Any]) -> str:
    """Rules version, pipeline version and a digest of the vocabulary: a change of any may change the claims."""
    words = json.dumps(lexicon, sort_keys=True, ensure_ascii=False).encode()
    trained = f"{nlp.meta.get('name', 'pipeline')}-{nlp.meta.get('version', '0')}"
    return f"rules-{RULES_VERSION}+{trained}+{sha256(words).hexdigest()[:8]}"


__all__ = ["COMPONENTS", "assemble", "check_labels", "engine_version", "gate", "load_pipeline", "parsing"]
