"""Alerts: what changed in what is known, who wants to hear of it, in which words, and when to try again. No I/O.

state_changes ──> changes ──> rules, schedule ──> payload ──> messages ──> outbox
"""
