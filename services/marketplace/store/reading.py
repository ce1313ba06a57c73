"""What all modules of the store share: the named statements."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from services.kit.sql import load_queries

QUERIES = load_queries(Path(__file__).parent.parent / "sql")
Wanted = Mapping[str, Any]  # the fields of a filter by their names in the graph; a missing one does not filter
