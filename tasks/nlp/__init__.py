"""What a text says: spaCy components, one question each."""
