"""PostgreSQL and nothing else: what was seen, remembered, thought and told."""
