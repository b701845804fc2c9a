"""The place of the figures in the model card: between two markers, written by the benchmark."""

from pathlib import Path

CARD = Path(__file__).parents[1] / "docs" / "model-card.md"
BEGIN = "<!-- figures: written by python -m benchmarks.reading DATA_DIR --card -->"
END = "<!-- end of figures -->"


def filled(card: str, tables: str) -> str:
    """The card with the tables between its markers; ValueError where it lacks one."""
    before, begin, rest = card.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"the card lacks {BEGIN if not begin else END}")
    return f"{before}{BEGIN}\n{tables}\n{END}{after}"
