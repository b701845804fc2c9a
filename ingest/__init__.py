"""From the outside, untrusted, to one shape: the interaction."""
