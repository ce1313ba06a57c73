"""The house's part of an erasure and of an export (domain_slice2 2.12)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from services.civic_data_lab.rules.projects import BEFORE_KICKOFF
from services.civic_data_lab.store.applying import end_project
from services.civic_data_lab.store.connection import QUERIES
from services.civic_data_lab.store.consulting import give_back
from services.kit.database import Database
from services.kit.erasing import Kept
from services.kit.exporting import export_by


async def forget(inside: Database, member_id: str, now: datetime) -> Sequence[Kept]:
    """Gives back what lies in the future, withdraws what nobody else carries, empties texts; nothing is kept by law.

    What is public (a project after its kick-off, a published data set) stays without what was personal in it: the id
    leads to nobody any more.
    """
    for session_id in await inside.rows(str, QUERIES.future_sessions_of, member_id, now):
        await give_back(inside, now, session_id)
    for project_id in await inside.rows(str, QUERIES.sketches_of, member_id, [each.value for each in BEFORE_KICKOFF]):
        await end_project(inside, now, project_id)
    for statement in EMPTYING:
        await inside.do(statement, member_id)
    return []


EMPTYING = (
    QUERIES.empty_concerns,
    QUERIES.empty_notes_of_sketches,
    QUERIES.empty_sketches,
    QUERIES.forget_submitter,
    QUERIES.drop_drafts_of,
    QUERIES.empty_contacts,
    QUERIES.forget_writer,
    QUERIES.drop_enrolments_of,
    QUERIES.forget_host,
)

export_of = export_by(QUERIES.export_of_member)
