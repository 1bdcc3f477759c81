"""What analysts write: rows of a table, each a correction of the machine's claim or a claim of their own."""
