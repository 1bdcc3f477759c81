"""Words and trees as the rules read them: columns of a sentence, inflection, clauses, vocabularies."""
