"""Incidents: which claims tell of the same event, what users decided of that, and what changed in its toll. No I/O.

reports ──> groups ──> matching ──> incidents ──(views/staging/tolls_of.sql)──> tolls ──> revisions
                           │
          decisions ───────┘
"""
