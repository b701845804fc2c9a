"""How right a pipeline is on labelled messages: parsed, scored, told. No I/O, no models."""
