"""One agent a file: take, load, call, store, pass on."""
