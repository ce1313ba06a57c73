"""The house's journal."""

from __future__ import annotations

from services.civic_data_lab.store.connection import QUERIES
from services.kit.journal import journal

note = journal(QUERIES.write_journal)
