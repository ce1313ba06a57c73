"""Searches that members keep, as a table of the marketplace."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from demo import chance
from demo.nouns.words import moment, numbered
from demo.write.table import Table, table

FIRST, LAST = date(2025, 3, 3), date(2025, 6, 10)
# Name, words, kinds, topics, when its owner is told.
KEPT: tuple[tuple[str, str, tuple[str, ...], tuple[str, ...], str], ...] = (
    ("Vogelstimmen und Naturschutz", "Vogelstimmen mit Mikrofonen erkennen", ("IDEA",), ("biodiversity",), "AT_ONCE"),
    ("Förderung für unseren Verein", "Förderung für einen kleinen Verein, der KI ausprobieren will", (), (), "DAILY"),
    ("Offene Daten zum Verkehr", "offene Daten über Busse und Bahnen auf dem Land", ("DATASET",), (), "DAILY"),
    ("Leichte Sprache in Behörden", "Bescheide in Leichte Sprache übersetzen", (), (), "NEVER"),
    ("Mitmachen bei der Pflege", "Pflegende Angehörige entlasten", ("IDEA", "PROJECT"), (), "AT_ONCE"),
    ("Workshops for beginners", "workshops about language models for beginners", ("SUPPORT_OFFER",), (), "NEVER"),
    ("Hitze in der Stadt", "Bäume und Schatten gegen Hitze in der Stadt", (), (), "DAILY"),
    ("Menschen, die Daten auswerten", "Jemand, der Umfragen auswertet", ("PROFILE",), (), "AT_ONCE"),
)


def searches_table(people: Sequence[str]) -> Table:
    """``people``: members who are here; the first of them are the personas."""
    kept = zip(KEPT, people, strict=False)
    return table(
        "saved_search",
        "id owner_id name query kinds topics alert created_at changed_at",
        (
            (numbered("search", place), owner, name, query, kinds, topics, alert, at, at)
            for place, ((name, query, kinds, topics, alert), owner) in enumerate(kept, start=1)
            for at in [moment(chance.day(FIRST, LAST, "search", owner), 10)]
        ),
    )
