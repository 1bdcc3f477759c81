"""The situation page: rows of the warehouse in, HTML, Atom and drawings out. No files, no database, no clock."""
