"""The sample company: stories written by hand, and the raw files made of them."""
