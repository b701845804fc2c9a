"""How many histories a heavy law is tried on: a few by default, as many as any by `make laws`."""

from hypothesis import settings


def heavy(few: int) -> settings:
    """For a law whose histories take long each."""
    if settings.get_current_profile_name() == "laws":
        return settings()
    return settings(max_examples=few)
