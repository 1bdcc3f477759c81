"""Texts: canonical URL, main text, dates, language, fingerprints. Nothing here does I/O."""
