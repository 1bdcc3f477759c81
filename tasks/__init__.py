"""What is done: verbs here, what they know in the folders."""
