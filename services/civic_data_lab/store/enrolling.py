"""Enrolments in learning packages: those that a viewer may see, and their changes."""

from __future__ import annotations

from datetime import datetime

from services.civic_data_lab.rules import learning as rules
from services.civic_data_lab.rules.viewing import Viewer
from services.civic_data_lab.rules.vocabulary import EnrolmentStatus
from services.civic_data_lab.store.connection import QUERIES
from services.civic_data_lab.store.journal import note
from services.civic_data_lab.store.offer_state import check_offer_takes
from services.civic_data_lab.store.offers import learning_modules_by_id
from services.civic_data_lab.store.orders import ENROLMENTS
from services.civic_data_lab.store.personal_rows import EnrolmentRow, EnrolmentUnder
from services.civic_data_lab.store.rows import CountUnder
from services.kit.changing import Changed, Fault, FaultCode, RefusedError, refuse, transacted
from services.kit.database import Database
from services.kit.events import tell
from services.kit.faults import not_found
from services.kit.identifiers import new_id
from services.kit.paged import sorted_many
from services.kit.relation import one

ENROLMENT = "Enrolment"
NO_ACTOR = Fault(FaultCode.FORBIDDEN, "A person learns: log in as a member.")
enrolments_by_id = one(EnrolmentRow, QUERIES.enrolments_by_id)  # viewer
enrolments_of_member = sorted_many(  # viewer, first and last moment of enrolling
    EnrolmentUnder,
    QUERIES,
    "enrolments_of_member",
    ENROLMENTS,
    one(CountUnder, QUERIES.enrolment_count_of_member, key="parent"),
)


async def enrol(database: Database, viewer: Viewer, at: datetime, module_id: str) -> Changed:
    """The caller begins a learning package; who is enrolled already gets that enrolment again."""
    if viewer.actor_id is None:
        return Changed(None, [NO_ACTOR])
    return await _enrol(database, viewer.actor_id, at, module_id)


@transacted
async def _enrol(inside: Database, member: str, at: datetime, module_id: str) -> str:
    found = await inside.rows(learning_modules_by_id.row, learning_modules_by_id.statement, [module_id], at)
    if not found:
        raise RefusedError([not_found("learning package", "moduleId")])
    await inside.row(str, QUERIES.lock_actor, member)
    own = await inside.row(str, QUERIES.own_enrolment, module_id, member)
    if own is not None:
        return own
    await check_offer_takes(inside, module_id, at, "moduleId")
    enrolment_id = new_id("enrolment")
    await inside.do(QUERIES.make_enrolment, enrolment_id, module_id, member, at)
    await note(inside, member, at, (ENROLMENT, enrolment_id), "ENROL", None, EnrolmentStatus.ENROLLED.value)
    return enrolment_id


@transacted
async def record_progress(inside: Database, viewer: Viewer, at: datetime, enrolment_id: str, percent: int) -> str:
    """How far the learner is; 100 is the end. The same again changes nothing."""
    row = await _lock(inside, viewer, enrolment_id)
    status = EnrolmentStatus(row.status)
    is_done = status is EnrolmentStatus.COMPLETED and percent == rules.DONE
    if is_done or (status is EnrolmentStatus.ENROLLED and percent == 0):
        return enrolment_id
    refuse(rules.faults_of_progress(status, row.progress_percent, percent))
    done = percent == rules.DONE
    to = EnrolmentStatus.COMPLETED if done else EnrolmentStatus.IN_PROGRESS
    await inside.do(QUERIES.set_enrolment, enrolment_id, to.value, percent, at if done else None)
    await note(inside, row.member_id, at, (ENROLMENT, enrolment_id), rules.action_of(percent), row.status, to.value)
    if done:
        said = {"moduleId": row.module_id}
        await tell(inside, at, "enrolment.completed", (ENROLMENT, enrolment_id), [], said)
    return enrolment_id


@transacted
async def cancel_enrolment(inside: Database, viewer: Viewer, at: datetime, enrolment_id: str) -> str:
    """The learner stops; what is cancelled stays so."""
    row = await _lock(inside, viewer, enrolment_id)
    status = EnrolmentStatus(row.status)
    if status is not EnrolmentStatus.CANCELLED:
        refuse(rules.faults_of_cancelling(status))
        await inside.do(QUERIES.set_enrolment, enrolment_id, "CANCELLED", row.progress_percent, None)
        await note(inside, row.member_id, at, (ENROLMENT, enrolment_id), "CANCEL", row.status, "CANCELLED")
    return enrolment_id


async def _lock(inside: Database, viewer: Viewer, enrolment_id: str) -> EnrolmentRow:
    """One's own enrolment, locked; NOT_FOUND for any other."""
    row = await inside.row(EnrolmentRow, QUERIES.lock_enrolment, enrolment_id, viewer.actor_id)
    if row is None:
        raise RefusedError([not_found("enrolment", "enrolmentId")])
    return row
