"""What happened, in PLOVER, ACLED and UCDP terms."""
