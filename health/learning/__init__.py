"""Learning from what became of partners: replays, models, drift. Pure: no file, no clock."""
