"""Who claims a casualty, how firmly, and of what whole: casualty-claims.md, sections 4 to 6."""
