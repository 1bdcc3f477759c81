"""Statements with their speakers, and the positions that actors take."""
