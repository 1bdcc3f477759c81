"""Harm words and who suffered them: casualty-claims.md, sections 1 to 3."""
