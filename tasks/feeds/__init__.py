"""Feeds and requests: what to ask, what an answer means, bytes to entries. Nothing here does I/O."""
