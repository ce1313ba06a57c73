"""Saved queries: documents with a name, kept beside the schema and offered to whoever opens GraphiQL."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SavedOperation:
    """``id``: name of the file. ``title``: its first comment line, else the operation's name. ``problem``: why the
    graph cannot answer it; None if it can. ``group``: what somebody wants who looks for it; empty where none is named.
    """

    id: str
    title: str
    kind: str
    query: str
    problem: str | None = None
    group: str = ""
