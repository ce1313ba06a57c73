"""Changes of data projects: handed in, withdrawn, led on step by step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime

from services.civic_data_lab.rules import projects as rules
from services.civic_data_lab.rules.projects import ProjectNow, ProjectWish, Step
from services.civic_data_lab.rules.viewing import Viewer
from services.civic_data_lab.rules.vocabulary import DataProjectStage
from services.civic_data_lab.store.connection import QUERIES
from services.civic_data_lab.store.journal import note
from services.civic_data_lab.store.locked import KeyRow, LockedCallRow, LockedProjectRow
from services.civic_data_lab.store.offer_state import check_offer_takes, running_programme
from services.kit.actors import ActorRow, actors_by_ids, administrators_of, known_actors, organisations_of
from services.kit.changing import (
    KEY_TAKEN,
    NOT_ANSWERED,
    Changed,
    Fault,
    FaultCode,
    RefusedError,
    Request,
    first_time,
    refuse,
    request,
    transacted,
)
from services.kit.context import CatchUp
from services.kit.database import Database
from services.kit.errors import UnavailableError
from services.kit.events import tell
from services.kit.faults import invalid, not_found
from services.kit.identifiers import new_id
from services.kit.topics import unknown_topics

OPERATION, PROJECT = "submitDataProject", "DataProject"
NO_ACTOR = Fault(FaultCode.FORBIDDEN, "A sketch has a person who hands it in: log in as a member.")


async def submit_project(
    database: Database, viewer: Viewer, at: datetime, wish: ProjectWish, key: str, catch_up: CatchUp
) -> Changed:
    """A new sketch. A key that was answered before is answered alike, whoever is away."""
    if viewer.actor_id is None:
        return Changed(None, [NO_ACTOR])
    asked = request(viewer.actor_id, key, OPERATION, asdict(wish), at)
    used = await database.row(KeyRow, QUERIES.key_used, viewer.actor_id, key)
    if used is not None:
        same = used.request_digest == asked.digest
        return Changed(used.response_id) if same else Changed(None, [KEY_TAKEN])
    faults = rules.faults_of_wish(wish)
    if faults:
        return Changed(None, faults)
    try:
        known = await known_actors(database, catch_up, [wish.applicant_id])
    except UnavailableError:
        return Changed(None, [NOT_ANSWERED])
    return await _submit(database, viewer.actor_id, at, wish, asked, known)


@transacted
async def _submit(
    inside: Database, member: str, at: datetime, wish: ProjectWish, asked: Request, known: Mapping[str, ActorRow]
) -> str:
    project_id = new_id("data")
    await first_time(inside, asked, project_id)
    await check_offer_takes(inside, wish.call_id, at, "callId")
    if await inside.row(LockedCallRow, QUERIES.lock_call, wish.call_id) is None:
        raise RefusedError([not_found("call", "callId")])
    own = {member, *await organisations_of(inside, member)}
    actor = known.get(wish.applicant_id)
    refuse(rules.faults_of_applicant(actor.sector if actor else None, is_own=wish.applicant_id in own))
    refuse(await faults_of_topics(inside, wish.topic_slugs))
    newest = await inside.row(str, QUERIES.newest_privacy_text, at)
    refuse(rules.faults_of_privacy(wish.privacy_text_version, newest))
    texts = (wish.title.strip(), {"de": wish.summary.strip()})
    where = (wish.idea_id, wish.region_ars, wish.applicant_id, wish.call_id)
    consent = (wish.data_description.strip(), wish.privacy_text_version, member)
    await inside.do(QUERIES.make_project, project_id, await running_programme(inside, at), *texts, at, *where, *consent)
    await inside.do(QUERIES.set_entity_topics, project_id, list(wish.topic_slugs))
    await _begin(inside, at, project_id, member)
    return project_id


async def faults_of_topics(inside: Database, slugs: tuple[str, ...]) -> list[Fault]:
    """Topics that there are not."""
    unknown = await unknown_topics(inside, slugs)
    return [invalid("topicSlugs", "names no topic: {values}", values=unknown)] if unknown else []


async def make_sketch(
    inside: Database, at: datetime, title: str, concern: str, idea_id: str | None, applicant: str
) -> str:
    """A sketch that came of a consultation: without a call, with the concern as what was said of the data."""
    actors = await actors_by_ids(inside, [applicant])
    sector = actors[applicant].sector if applicant in actors else None
    refuse(rules.faults_of_applicant(sector, is_own=sector is not None, path="sketchTitle"))
    project_id = new_id("data")
    texts = (title.strip(), {"de": title.strip()})
    private = (concern, None, None)
    programme = await running_programme(inside, at)
    await inside.do(QUERIES.make_project, project_id, programme, *texts, at, idea_id, None, applicant, None, *private)
    await _begin(inside, at, project_id, None)
    return project_id


async def _begin(inside: Database, at: datetime, project_id: str, by: str | None) -> None:
    await inside.do(QUERIES.write_stage, project_id, DataProjectStage.SKETCH.value, at, None)
    await note(inside, by, at, (PROJECT, project_id), "SUBMIT", None, DataProjectStage.SKETCH.value)
    await _tell_stage(inside, at, project_id, by, None, DataProjectStage.SKETCH)


async def _tell_stage(
    inside: Database, at: datetime, project_id: str, by: str | None, before: str | None, to: DataProjectStage
) -> None:
    """Tells the applicant and the participants, an organisation's administrators for it, but not who did it."""
    actors = await inside.rows(str, QUERIES.actors_of_project, project_id)
    persons = [*actors, *await administrators_of(inside, actors)]
    told = [each for each in persons if each != by and not each.startswith("org_")]
    said = {"projectId": project_id, "from": before, "to": to.value}
    await tell(inside, at, "data_project.stage_changed", (PROJECT, project_id), told, said)


async def lock_project(
    inside: Database, viewer: Viewer, project_id: str
) -> tuple[LockedCallRow | None, LockedProjectRow]:
    """The call, then the project; refused with NOT_FOUND where the caller sees none."""
    call_id = await inside.row(str, QUERIES.call_of_project, project_id)
    call = None if call_id is None else await inside.row(LockedCallRow, QUERIES.lock_call, call_id)
    row = await inside.row(LockedProjectRow, QUERIES.lock_project, project_id, *viewer.arguments)
    if row is None or not row.is_visible:
        raise RefusedError([not_found("data project")])
    return call, row


async def taken_places(inside: Database, call_id: str) -> int:
    """How many projects have a place of the call; asked when the call is locked."""
    return int(await inside.value(QUERIES.taken_places, call_id, [stage.value for stage in rules.TAKES_A_PLACE]))


@transacted
async def withdraw_project(inside: Database, viewer: Viewer, at: datetime, project_id: str) -> str:
    """The applicant takes a sketch back, until the kick-off; what is not continued stays so."""
    _, row = await lock_project(inside, viewer, project_id)
    stage = DataProjectStage(row.stage)
    if stage is DataProjectStage.NOT_CONTINUED and row.is_applicant:
        return project_id
    refuse(rules.faults_of_withdrawal(stage, rules.roles_of(is_applicant=row.is_applicant, is_staff=False)))
    await _move(inside, viewer, at, row, Step(DataProjectStage.NOT_CONTINUED, None, None))
    return project_id


async def end_project(inside: Database, at: datetime, project_id: str) -> None:
    """Ends a sketch whose applicant is erased."""
    house = Viewer(None, is_staff=True)
    _, row = await lock_project(inside, house, project_id)
    await _move(inside, house, at, row, Step(DataProjectStage.NOT_CONTINUED, None, None))


@transacted
async def advance_project(inside: Database, viewer: Viewer, at: datetime, project_id: str, step: Step) -> str:
    """The staff leads a project one step on, or ends it; where it is already nothing happens."""
    call, row = await lock_project(inside, viewer, project_id)
    stage = DataProjectStage(row.stage)
    if stage is step.to and viewer.is_staff and step.to is not DataProjectStage.SKETCH:
        return project_id
    places, taken = (call.places, await taken_places(inside, call.id)) if call else (None, 0)
    now = ProjectNow(stage, row.has_learnings, row.published_datasets, places, taken)
    refuse(rules.faults_of_step(now, step, rules.roles_of(is_applicant=row.is_applicant, is_staff=viewer.is_staff)))
    await _move(inside, viewer, at, row, step)
    return project_id


async def _move(inside: Database, viewer: Viewer, at: datetime, row: LockedProjectRow, step: Step) -> None:
    """Writes a step, its place in the history, and tells of it."""
    learnings = None if step.learnings is None else dict(step.learnings)
    shown = (rules.SHOWN_STATUS[step.to], rules.MATURITY.get(step.to))
    await inside.do(QUERIES.set_stage, row.id, step.to.value, *shown, learnings, step.to in rules.ENDS, at)
    await inside.do(QUERIES.write_stage, row.id, step.to.value, at, step.note and step.note.strip())
    await note(inside, viewer.actor_id, at, (PROJECT, row.id), "ADVANCE", row.stage, step.to.value)
    await _tell_stage(inside, at, row.id, viewer.actor_id, row.stage, step.to)
