"""The claims of a text, how sure each is, and the toll of its main incident."""
