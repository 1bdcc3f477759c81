"""Toponyms of a text and the place of the gazetteer that each means."""
