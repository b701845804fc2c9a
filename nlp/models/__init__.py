"""The only package that imports model libraries."""
