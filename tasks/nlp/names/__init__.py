"""Who a name, a title or a pronoun stands for."""
