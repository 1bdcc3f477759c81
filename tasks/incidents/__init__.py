"""Incidents: which claims tell of the same event, what its toll is, how sure that is, and what changed. No I/O.

reports ──> groups ──> matching ──> incidents
                                       │
              tally ──> toll ──> grade ┴─> revisions
"""
