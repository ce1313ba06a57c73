"""The kit's own statements: they run in each house's database, on the tables of the kit's migrations."""

from __future__ import annotations

from pathlib import Path

from services.kit.sql import load_queries

QUERIES = load_queries(Path(__file__).parent / "statements")
