"""The named statements of this service."""

from __future__ import annotations

from pathlib import Path

from services.kit.sql import load_queries

queries = load_queries(Path(__file__).parent.parent / "sql")
