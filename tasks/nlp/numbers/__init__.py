"""Numbers in words and digits, what they count, and how exact they are."""
