"""The heart: what we remember of a relationship, and what we think of it. No I/O, no clock."""
