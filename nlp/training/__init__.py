"""Making the small weights that the product ships; nothing here runs in production."""
