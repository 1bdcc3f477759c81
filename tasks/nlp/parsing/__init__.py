"""Which sentences are worth reading, and the trained pipeline that reads them."""
