"""Each figure that the docs quote comes from a command here."""
