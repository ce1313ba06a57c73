"""The copy of which projects and data sets there are in all houses, as the marketplace's catalogue tells of them.

A house that names another ministry's project takes up the migration ``-- kit: documents`` and these effects:

    EFFECTS = {"marketplace": {**COPIES["marketplace"], **DOCUMENTS}}
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from services.kit.database import Database
from services.kit.following import Effect, Event
from services.kit.ground import QUERIES


async def take_document(inside: Database, event: Event) -> None:
    """The effect of ``document.changed {type}``; one that ``isGone`` leaves the copy.

    ``ValueError`` for a payload that is none.
    """
    kind = event.payload.get("type")
    if not isinstance(kind, str) or not kind or not event.subject_id:
        raise ValueError(f"document.changed needs type, and has {dict(event.payload)!r}")
    if event.payload.get("isGone") is True:
        await inside.do(QUERIES.drop_document, event.subject_id)
        return
    await inside.do(QUERIES.take_document, event.subject_id, kind)


DOCUMENTS: Mapping[str, Effect] = {"document.changed": take_document}


async def type_of_document(database: Database, document_id: str) -> str | None:
    """The type of a project or data set, such as ``FundedProject``; None where the copy knows none."""
    return await database.row(str, QUERIES.type_of_document, document_id)


async def unknown_documents(database: Database, ids: Sequence[str], kind: str) -> list[str]:
    """Those of the ids that are no document of that type."""
    return await database.rows(str, QUERIES.unknown_documents, list(ids), kind) if ids else []
