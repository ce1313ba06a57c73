"""Changes of applications in two stages; a selection makes the project, once."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import datetime

from services.ideenwerkstatt.rules import applying as rules
from services.ideenwerkstatt.rules.applying import Applicant, ApplicationWish
from services.ideenwerkstatt.rules.viewing import Viewer
from services.ideenwerkstatt.rules.vocabulary import PilotApplicationStatus
from services.ideenwerkstatt.store.call_writing import lock_call, seen, selected_of
from services.ideenwerkstatt.store.changing import (
    NO_ACTOR,
    faults_of_unknown_topics,
    note,
    tell_concerned,
    while_it_runs,
)
from services.ideenwerkstatt.store.connection import QUERIES
from services.ideenwerkstatt.store.locked import LockedApplicationRow, LockedCallRow
from services.kit.actors import ActorRow, known_actors, organisations_of
from services.kit.changing import NOT_ANSWERED, Changed, Fault, FaultCode, RefusedError, first_time, refuse, request
from services.kit.context import CatchUp
from services.kit.database import Database
from services.kit.errors import UnavailableError
from services.kit.faults import not_found
from services.kit.identifiers import new_id

APPLICATION = "PilotApplication"
S = PilotApplicationStatus


async def submit(
    database: Database, viewer: Viewer, at: datetime, wish: ApplicationWish, key: str, catch_up: CatchUp
) -> Changed:
    """A new application in stage one; whose organisation has one already is shown it."""
    if viewer.actor_id is None:
        return Changed(None, [NO_ACTOR])
    try:
        known = await known_actors(database, catch_up, [wish.applicant_id])
    except UnavailableError:
        return Changed(None, [NOT_ANSWERED])
    row = known.get(wish.applicant_id)
    came = await _submit(database, viewer, at, viewer.actor_id, wish, key, row)
    if not any(fault.code is FaultCode.ALREADY_EXISTS for fault in came.faults):
        return came
    there = await database.row(str, QUERIES.application_of_applicant, wish.call_id, wish.applicant_id)
    return replace(came, entity_id=there)


@while_it_runs
async def _submit(
    inside: Database, viewer: Viewer, at: datetime, member: str, wish: ApplicationWish, key: str, known: ActorRow | None
) -> str:
    call = await lock_call(inside, QUERIES.share_call, wish.call_id, at, "callId")
    application_id = new_id("application")
    await first_time(inside, request(member, key, "submitPilotApplication", asdict(wish), at), application_id)
    refuse(rules.faults_of_wish(wish))
    refuse(rules.faults_of_applicant(await _applicant(inside, member, known)))
    refuse(rules.faults_of_applying(seen(call), call.shown, at))
    topics = await _topics(inside, wish)
    texts = (wish.idea_id, wish.title.strip(), wish.description.strip(), list(wish.needs), topics)
    written = await inside.row(
        str, QUERIES.make_application, application_id, wish.call_id, wish.applicant_id, member, *texts, at
    )
    if written is None:
        message = "The organisation has an application in this call already."
        raise RefusedError([Fault(FaultCode.ALREADY_EXISTS, message, ("applicantId",))])
    await note(inside, viewer, at, (APPLICATION, application_id), "SUBMIT", None, S.SUBMITTED.value)
    said = {"stage": 1}
    await tell_of_application(inside, viewer, at, "submitted", application_id, wish.call_id, wish.applicant_id, **said)
    return application_id


async def _applicant(inside: Database, member: str, known: ActorRow | None) -> Applicant | None:
    if known is None:
        return None
    own = known.id in await organisations_of(inside, member)
    return Applicant(known.kind == "ORGANISATION", known.is_non_profit, own)


async def _topics(inside: Database, wish: ApplicationWish) -> list[str]:
    """Those of the application, else of its call; one of them is of the environment."""
    own = list(wish.topic_slugs or ())
    topics = own or await inside.rows(str, QUERIES.topics_of_call, wish.call_id)
    refuse(await faults_of_unknown_topics(inside, own))
    refuse(rules.faults_of_topics(await inside.rows(str, QUERIES.topics_with_those_above, topics)))
    return topics


async def tell_of_application(
    inside: Database,
    viewer: Viewer | None,
    at: datetime,
    what: str,
    application_id: str,
    call_id: str,
    applicant: str,
    **payload: object,
) -> None:
    """Tells those who act for the applicant, but not who did it."""
    said = {"applicationId": application_id, "callId": call_id, **payload}
    subject = (APPLICATION, application_id)
    await tell_concerned(inside, viewer, at, f"pilot_application.{what}", subject, [applicant], said)


async def lock_application(
    inside: Database, viewer: Viewer, at: datetime, application_id: str
) -> tuple[LockedCallRow, LockedApplicationRow]:
    """The call, then the application; refused with NOT_FOUND where the caller sees none."""
    call_id = await inside.row(str, QUERIES.call_of_application, application_id)
    if call_id is None:
        raise RefusedError([not_found("application")])
    call = await lock_call(inside, QUERIES.lock_call, call_id, at, "id")
    row = await inside.row(LockedApplicationRow, QUERIES.lock_application, application_id, *viewer.reading)
    if row is None or not row.is_visible:
        raise RefusedError([not_found("application")])
    return call, row


def roles(row: LockedApplicationRow) -> frozenset[rules.Role]:
    return rules.APPLICANT if row.is_own else frozenset()


@while_it_runs
async def submit_stage_two(inside: Database, viewer: Viewer, at: datetime, application_id: str, plan: str) -> str:
    """The plan of who passed the first stage; the same again changes nothing."""
    call, row = await lock_application(inside, viewer, at, application_id)
    status = S(row.status)
    if row.is_own and status is S.STAGE_TWO_SUBMITTED and row.plan == plan.strip():
        return application_id
    refuse(rules.faults_of_stage_two(seen(call), status, plan, roles(row)))
    await inside.do(QUERIES.write_plan, application_id, plan.strip())
    after = S.STAGE_TWO_SUBMITTED.value
    await note(inside, viewer, at, (APPLICATION, application_id), "SUBMIT_STAGE_TWO", status.value, after)
    said = {"stage": 2}
    await tell_of_application(inside, viewer, at, "submitted", application_id, call.id, row.applicant_id, **said)
    return application_id


@while_it_runs
async def withdraw(inside: Database, viewer: Viewer, at: datetime, application_id: str) -> str:
    """The applicant takes it back; what is withdrawn stays so."""
    _, row = await lock_application(inside, viewer, at, application_id)
    status = S(row.status)
    if status is S.WITHDRAWN and row.is_own:
        return application_id
    came = rules.APPLICATION.target("WITHDRAW", status, roles(row))
    if isinstance(came, Fault):
        raise RefusedError([came])
    await set_withdrawn(inside, viewer, at, row)
    return application_id


async def set_withdrawn(inside: Database, viewer: Viewer | None, at: datetime, row: LockedApplicationRow) -> None:
    """Writes it down and tells it."""
    await inside.do(QUERIES.set_application_status, row.id, S.WITHDRAWN.value, None, None)
    await note(inside, viewer, at, (APPLICATION, row.id), "WITHDRAW", row.status, S.WITHDRAWN.value)
    said = {"from": row.status}
    await tell_of_application(inside, viewer, at, "withdrawn", row.id, row.call_id, row.applicant_id, **said)


@while_it_runs
async def decide(
    inside: Database, viewer: Viewer, at: datetime, application_id: str, to: PilotApplicationStatus, reason: str | None
) -> str:
    """What the staff decides; the same decision again changes nothing."""
    call, row = await lock_application(inside, viewer, at, application_id)
    status = S(row.status)
    if status is to and to in rules.DECISIONS:
        return application_id
    now = seen(call, await selected_of(inside, call.id))
    refuse(rules.faults_of_decision(now, status, to, reason))
    await inside.do(QUERIES.set_application_status, application_id, to.value, reason and reason.strip(), at)
    await note(inside, viewer, at, (APPLICATION, application_id), rules.DECISIONS[to], status.value, to.value)
    project = await _make_project(inside, at, row) if to is S.SELECTED else None
    said = {"from": status.value, "to": to.value, "projectId": project}
    await tell_of_application(inside, viewer, at, "decided", application_id, call.id, row.applicant_id, **said)
    return application_id


async def _make_project(inside: Database, at: datetime, row: LockedApplicationRow) -> str:
    """The pilot project with the applicant in it; the unique application says once more that there is only one."""
    project_id = new_id("pilot")
    programme = await inside.row(str, QUERIES.programme_slug)
    texts = (row.title, {"de": row.description}, at, row.idea_id, row.call_id, row.id)
    await inside.do(QUERIES.make_project, project_id, programme, *texts)
    await inside.do(QUERIES.make_participant, project_id, row.applicant_id)
    await inside.do(QUERIES.set_entity_topics, project_id, list(row.topic_slugs))
    return project_id
