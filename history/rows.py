"""Many rows as one parameter, which the database takes apart.

An array parameter is dumped value by value, in Python; JSON is written in one go.
"""

from collections.abc import Iterable
from typing import Any

import msgspec


def rows(found: Iterable[dict[str, Any]]) -> str:
    """For `json_to_recordset(%s::json)`; bytes travel as base64."""
    return msgspec.json.encode(list(found)).decode()
