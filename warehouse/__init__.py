"""The warehouse remembers: one DuckDB file, written by one process at a time, and a published snapshot of it."""
