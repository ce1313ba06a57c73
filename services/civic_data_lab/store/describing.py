"""Changes of data sets: described, reviewed, withdrawn; and their uses recorded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime

from services.civic_data_lab.rules import datasets as rules
from services.civic_data_lab.rules.datasets import DescriptionWish, Known
from services.civic_data_lab.rules.viewing import Viewer
from services.civic_data_lab.rules.vocabulary import DatasetStatus
from services.civic_data_lab.store.applying import faults_of_topics
from services.civic_data_lab.store.connection import QUERIES
from services.civic_data_lab.store.journal import note
from services.civic_data_lab.store.locked import LockedDatasetRow, ProjectKindRow
from services.civic_data_lab.store.offer_state import running_programme
from services.kit.actors import ActorRow, administrators_of, known_actors, organisations_of
from services.kit.changing import (
    NOT_ANSWERED,
    Changed,
    Fault,
    FaultCode,
    RefusedError,
    first_time,
    refuse,
    request,
    transacted,
)
from services.kit.context import CatchUp
from services.kit.database import Database
from services.kit.errors import UnavailableError
from services.kit.events import tell
from services.kit.faults import LONGEST_SUMMARY, faults_of_localized, not_found, wrong_state
from services.kit.identifiers import new_id

OPERATION, DATASET = "saveDataset", "Dataset"


async def save_dataset(
    database: Database,
    viewer: Viewer,
    at: datetime,
    dataset_id: str | None,
    wish: DescriptionWish,
    key: str | None,
    base: str,
    catch_up: CatchUp,
) -> Changed:
    """A new draft, or another description of a data set. ``base``: of the addresses that name data sets."""
    faults = rules.faults_of_description(wish)
    if faults:
        return Changed(None, faults)
    try:
        known = await known_actors(database, catch_up, [wish.publisher_id])
    except UnavailableError:
        return Changed(None, [NOT_ANSWERED])
    return await _save(database, viewer, at, dataset_id, wish, key, base, known)


@transacted
async def _save(
    inside: Database,
    viewer: Viewer,
    at: datetime,
    dataset_id: str | None,
    wish: DescriptionWish,
    key: str | None,
    base: str,
    actors: Mapping[str, ActorRow],
) -> str:
    new = new_id("dataset")
    asked = request(viewer.actor_id or "staff", key, OPERATION, {"id": dataset_id, **asdict(wish)}, at)
    await first_time(inside, asked, dataset_id or new)
    await running_programme(inside, at)
    project_type = await _faultless(inside, viewer, wish, actors)
    if dataset_id is None:
        texts = (dict(wish.title), dict(wish.description), wish.access_rights, wish.personal_data)
        await inside.do(QUERIES.make_dataset, new, rules.uri_of(base, new), *texts)
        before = None
    else:
        row = await lock_dataset(inside, viewer, dataset_id)
        refuse(_faults_of_editing(row, viewer, wish))
        before = row.status
    after = before or DatasetStatus.DRAFT.value
    await note(inside, viewer.actor_id, at, (DATASET, dataset_id or new), "SAVE", before, after)
    await _describe(inside, viewer, at, dataset_id or new, wish, project_type)
    return dataset_id or new


def _faults_of_editing(row: LockedDatasetRow, viewer: Viewer, wish: DescriptionWish) -> list[Fault]:
    status = DatasetStatus(row.status)
    roles = rules.roles_of(is_publisher=row.is_publisher, is_staff=viewer.is_staff)
    refused = rules.DATASET.refusal("EDIT", status, roles)
    if refused is not None:
        return [refused]
    return rules.faults_of_publishing(len(wish.distributions)) if status in rules.SHOWN else []


async def _faultless(
    inside: Database, viewer: Viewer, wish: DescriptionWish, actors: Mapping[str, ActorRow]
) -> str | None:
    """The type of the project that the data set comes from; refused where the description names what is not there."""
    own = {viewer.actor_id, *await organisations_of(inside, viewer.actor_id or "")}
    refuse(rules.faults_of_publisher(is_own=wish.publisher_id in own, is_staff=viewer.is_staff))
    publisher = actors.get(wish.publisher_id)
    known = Known(
        publisher.sector if publisher else None,
        await inside.rows(str, QUERIES.known_licenses, [each.license_uri for each in wish.distributions]),
        await inside.rows(str, QUERIES.known_regions, list(wish.region_ars)),
    )
    refuse(rules.faults_of_known(wish, known) + await faults_of_topics(inside, wish.topic_slugs))
    if wish.project_id is None:
        return None
    return (await _own_project(inside, viewer, wish.project_id)).type_name


async def _own_project(inside: Database, viewer: Viewer, project_id: str) -> ProjectKindRow:
    """A project in which the viewer takes part, or any for the staff; NOT_FOUND for one that is not known."""
    row = await inside.row(ProjectKindRow, QUERIES.kind_of_project, project_id, viewer.actor_id, viewer.is_staff)
    if row is None or not row.is_visible:
        raise RefusedError([not_found("project", "projectId")])
    if not row.is_participant and not viewer.is_staff:
        message = "Only who takes part in the project may do this."
        raise RefusedError([Fault(FaultCode.FORBIDDEN, message, ("projectId",))])
    return row


async def _describe(
    inside: Database, viewer: Viewer, at: datetime, dataset_id: str, wish: DescriptionWish, project_type: str | None
) -> None:
    texts = (dict(wish.title), dict(wish.description), [word.strip() for word in wish.keywords])
    who = (wish.publisher_id, wish.contact_point)
    when = (wish.temporal_from, wish.temporal_until, wish.accrual_periodicity)
    rights = (wish.access_rights, wish.legal_basis, wish.personal_data, project_type, wish.project_id)
    await inside.do(QUERIES.describe_dataset, dataset_id, *texts, *who, *when, *rights, at, viewer.actor_id)
    topics = list(wish.topic_slugs)
    await inside.do(QUERIES.set_dataset_topics, dataset_id, topics)
    await inside.do(QUERIES.set_dataset_themes, dataset_id, topics)
    await inside.do(QUERIES.set_dataset_regions, dataset_id, list(wish.region_ars))
    await _put_distributions(inside, at, dataset_id, wish)


async def _put_distributions(inside: Database, at: datetime, dataset_id: str, wish: DescriptionWish) -> None:
    """The forms as they are wished; one that stays at its address keeps its id."""
    forms = wish.distributions
    kept = ([each.access_url for each in forms], [each.format for each in forms])
    await inside.do(QUERIES.drop_distributions, dataset_id, *kept)
    for place, each in enumerate(forms):
        there = await inside.row(str, QUERIES.distribution_at, dataset_id, each.access_url, each.format)
        title = None if each.title is None else dict(each.title)
        said = (title, each.format, each.media_type, each.access_url, each.download_url, each.byte_size)
        more = (each.license_uri, each.checksum, at, place)
        await inside.do(QUERIES.put_distribution, there or new_id("distribution"), dataset_id, *said, *more)


async def lock_dataset(inside: Database, viewer: Viewer, dataset_id: str, path: str = "id") -> LockedDatasetRow:
    """The data set, locked; refused with NOT_FOUND where the caller sees none."""
    row = await inside.row(LockedDatasetRow, QUERIES.lock_dataset, dataset_id, *viewer.arguments)
    if row is None or not row.is_visible:
        raise RefusedError([not_found("data set", path)])
    return row


@transacted
async def change_status(
    inside: Database, viewer: Viewer, at: datetime, dataset_id: str, to: DatasetStatus, reason: str | None
) -> str:
    """To review by its publisher; published, returned, deprecated, withdrawn by the staff. Twice is once."""
    row = await lock_dataset(inside, viewer, dataset_id)
    status = DatasetStatus(row.status)
    roles = rules.roles_of(is_publisher=row.is_publisher, is_staff=viewer.is_staff)
    if status is to and any(each.target is to and each.roles & roles for each in rules.DATASET.transitions):
        return dataset_id
    distributions = int(await inside.value(QUERIES.distributions_there, dataset_id))
    refuse(rules.faults_of_change(status, to, roles, reason, distributions))
    if to is DatasetStatus.IN_REVIEW:
        await running_programme(inside, at)
    await inside.do(QUERIES.set_dataset_status, dataset_id, to.value, reason and reason.strip(), at)
    await note(inside, viewer.actor_id, at, (DATASET, dataset_id), "CHANGE_STATUS", status.value, to.value)
    what = {DatasetStatus.PUBLISHED: "published", DatasetStatus.DRAFT: "returned"}.get(to)
    if what is not None:
        said = {"datasetId": dataset_id, "from": status.value, "to": to.value}
        await _tell(inside, viewer, at, what, row, said)
    return dataset_id


async def _tell(
    inside: Database, viewer: Viewer, at: datetime, what: str, row: LockedDatasetRow, said: Mapping[str, object]
) -> None:
    """Tells the publisher, an organisation's administrators for it, but not who did it."""
    publisher = row.publisher_id
    told = [] if publisher is None else [publisher, *await administrators_of(inside, [publisher])]
    persons = [each for each in told if each != viewer.actor_id and not each.startswith("org_")]
    await tell(inside, at, f"dataset.{what}", (DATASET, row.id), persons, said)


@transacted
async def record_usage(
    inside: Database, viewer: Viewer, at: datetime, dataset_id: str, project_id: str, purpose: Mapping[str, str]
) -> str:
    """A project uses a data set; the same again changes nothing, another purpose takes the place of the old one."""
    row = await lock_dataset(inside, viewer, dataset_id, "datasetId")
    refuse(faults_of_localized("purpose", purpose, LONGEST_SUMMARY))
    project = await _own_project(inside, viewer, project_id)
    if DatasetStatus(row.status) not in rules.SHOWN:
        message = "This data set is {state}; it would have to be published or deprecated."
        raise RefusedError([wrong_state(message, state=row.status)])
    await running_programme(inside, at)
    use = (dataset_id, project.type_name, project_id, dict(purpose), at)
    if await inside.value(QUERIES.put_usage, *use) is not None:
        await note(inside, viewer.actor_id, at, (DATASET, dataset_id), "RECORD_USE")
        said = {"datasetId": dataset_id, "projectType": project.type_name, "projectId": project_id}
        await _tell(inside, viewer, at, "used", row, said)
    return dataset_id
