"""Flows and the command line: what runs when."""
