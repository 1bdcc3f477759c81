"""How right the extractor is on labelled texts: what was wanted, what came, and the shares that follow."""
