"""Changes of prototypes, and measured footprints of projects."""

from __future__ import annotations

from datetime import datetime

from services.ideenwerkstatt.rules import prototyping as rules
from services.ideenwerkstatt.rules.assessing import AssessmentText, faults_of_assessment
from services.ideenwerkstatt.rules.prototyping import PrototypeText, roles_of
from services.ideenwerkstatt.rules.viewing import Viewer
from services.ideenwerkstatt.rules.vocabulary import PrototypeStage
from services.ideenwerkstatt.store.changing import note, tell_concerned, while_it_runs
from services.ideenwerkstatt.store.connection import QUERIES
from services.ideenwerkstatt.store.locked import LockedPrototypeRow
from services.kit.changing import Fault, FaultCode, RefusedError, first_time, refuse, request
from services.kit.database import Database
from services.kit.faults import invalid, not_found
from services.kit.identifiers import new_id
from services.kit.known_documents import unknown_documents

PROTOTYPE = "Prototype"
ASSESSMENT = "SustainabilityAssessment"


@while_it_runs
async def save_prototype(
    inside: Database, viewer: Viewer, at: datetime, prototype_id: str | None, text: PrototypeText, key: str | None
) -> str:
    """A new prototype, or another text or stage of one."""
    if prototype_id is None:
        return await _make(inside, viewer, at, text, key)
    return await _change(inside, viewer, at, prototype_id, text)


async def _make(inside: Database, viewer: Viewer, at: datetime, text: PrototypeText, key: str | None) -> str:
    prototype_id = new_id("prototype")
    body = {"text": repr(text)}
    await first_time(inside, request(viewer.actor_id or "staff", key, "savePrototype", body, at), prototype_id)
    builds = await _may_build(inside, viewer, text.project_id)
    refuse(rules.faults_of_saving(None, text.stage, roles_of(is_builder=builds, is_staff=viewer.is_staff)))
    refuse(await _faults(inside, text))
    await inside.do(QUERIES.make_prototype, prototype_id, *_columns(text))
    await inside.do(QUERIES.set_prototype_datasets, prototype_id, list(text.dataset_ids))
    await note(inside, viewer, at, (PROTOTYPE, prototype_id), "MAKE", None, text.stage.value)
    await _tell_stage(inside, viewer, at, prototype_id, None, text)
    return prototype_id


async def _change(inside: Database, viewer: Viewer, at: datetime, prototype_id: str, text: PrototypeText) -> str:
    row = await inside.row(LockedPrototypeRow, QUERIES.lock_prototype, prototype_id)
    if row is None:
        raise RefusedError([not_found("prototype", "id")])
    before = PrototypeStage(row.stage)
    builds = row.project_id is not None and await _may_build(inside, viewer, row.project_id)
    refuse(rules.faults_of_saving(before, text.stage, roles_of(is_builder=builds, is_staff=viewer.is_staff)))
    if text.project_id != row.project_id and not viewer.is_staff:
        raise RefusedError([invalid("projectId", "is changed by the staff alone")])
    refuse(await _faults(inside, text))
    await inside.do(QUERIES.change_prototype, prototype_id, *_columns(text))
    await inside.do(QUERIES.set_prototype_datasets, prototype_id, list(text.dataset_ids))
    await note(inside, viewer, at, (PROTOTYPE, prototype_id), "EDIT", before.value, text.stage.value)
    if before is not text.stage:
        await _tell_stage(inside, viewer, at, prototype_id, before, text)
    return prototype_id


async def _may_build(inside: Database, viewer: Viewer, project_id: str | None) -> bool:
    """Who takes part in the project or is its expert; without a project any expert of the pool."""
    if viewer.actor_id is None:
        return False
    if project_id is None:
        return viewer.is_expert and await inside.row(str, QUERIES.expert_of_actor, viewer.actor_id) is not None
    return bool(await inside.value(QUERIES.is_builder, project_id, viewer.actor_id))


async def _faults(inside: Database, text: PrototypeText) -> list[Fault]:
    """What is wrong with the text, and which project or data set there is not."""
    found = rules.faults_of_text(text)
    if text.project_id is not None and not await inside.value(QUERIES.project_is_there, text.project_id):
        found.append(not_found("project", "projectId"))
    strange = await unknown_documents(inside, text.dataset_ids, "Dataset")
    if strange:
        message = "There is no data set {values}, or it is not public."
        found.append(Fault(FaultCode.NOT_FOUND, message, ("datasetIds",), {"values": strange[:5]}))
    return found


def _columns(text: PrototypeText) -> tuple[object, ...]:
    """The columns behind the id, in the order of make_prototype and change_prototype."""
    return (
        text.title.strip(),
        text.stage.value,
        text.idea_id,
        text.project_id,
        list(text.ai_methods),
        text.model_parameters_million,
        text.repository_url,
        text.license and text.license.strip(),
    )


async def _tell_stage(
    inside: Database,
    viewer: Viewer,
    at: datetime,
    prototype_id: str,
    before: PrototypeStage | None,
    text: PrototypeText,
) -> None:
    """Tells the project; that its idea may now be IN_USE is told to the idea's team by who knows the team."""
    actors = await inside.rows(str, QUERIES.actors_of_project, text.project_id)
    said = {
        "prototypeId": prototype_id,
        "from": before and before.value,
        "to": text.stage.value,
        "projectId": text.project_id,
        "ideaId": text.idea_id,
        "by": viewer.actor_id,
    }
    await tell_concerned(inside, viewer, at, "prototype.stage_changed", (PROTOTYPE, prototype_id), actors, said)


@while_it_runs
async def record_assessment(inside: Database, viewer: Viewer, at: datetime, text: AssessmentText) -> str:
    """What was measured of a project of any ministry; the same said again on the same day is the same."""
    expert = await inside.row(str, QUERIES.expert_of_actor, viewer.actor_id) if viewer.actor_id else None
    if expert is None and not viewer.is_staff:
        raise RefusedError([Fault(FaultCode.FORBIDDEN, "Only experts of the pool and the staff assess projects.")])
    refuse(faults_of_assessment(text))
    kind = await inside.row(str, QUERIES.project_type, text.project_id)
    if kind is None:
        raise RefusedError([not_found("project", "projectId")])
    measured = (text.training_kwh, text.inference_kwh_per_year, text.co2_kg_per_year, text.embodied_co2_kg)
    said = (text.project_id, kind, text.rating, *measured, text.method.strip(), expert, at)
    await inside.value(QUERIES.lock_assessed, text.project_id)
    same = await inside.row(str, QUERIES.same_assessment, *said)
    if same is not None:
        return same
    assessment_id = new_id("assessment")
    await inside.do(QUERIES.make_assessment, assessment_id, *said)
    await note(inside, viewer, at, (ASSESSMENT, assessment_id), "MAKE", None, text.rating)
    actors = await inside.rows(str, QUERIES.actors_of_project, text.project_id)
    told = {"assessmentId": assessment_id, "projectId": text.project_id, "rating": text.rating}
    await tell_concerned(inside, viewer, at, "project.assessed", (kind, text.project_id), actors, told)
    return assessment_id
