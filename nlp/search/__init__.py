"""Finding what was said: ranking messages of one partner, and grouping those that say the same."""
