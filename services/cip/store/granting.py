"""What the staff decides about an application, and the project that a grant makes; once."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import Decimal

from services.cip.rules import funding as rules
from services.cip.rules.viewing import Viewer
from services.cip.rules.vocabulary import ApplicationStatus
from services.cip.store.application_writing import lock_seen, partners_of, tell_of_grant
from services.cip.store.connection import QUERIES
from services.cip.store.grant_rows import LockedApplicationRow, LockedCallRow, LockedProjectRow
from services.cip.store.journal import note as write_note
from services.kit.changing import RefusedError, refuse, transacted
from services.kit.database import Database
from services.kit.events import tell
from services.kit.faults import LONGEST_TITLE, faults_of_url, invalid, not_found
from services.kit.identifiers import new_id


@transacted
async def decide_application(
    inside: Database,
    viewer: Viewer,
    at: datetime,
    application_id: str,
    to: ApplicationStatus,
    granted: Decimal | None,
    note: str | None,
) -> str:
    """The next state; the same decision again changes nothing."""
    call, row = await lock_seen(inside, viewer, at, application_id)
    status = ApplicationStatus(row.status)
    if status is to and to in rules.DECISIONS:
        return application_id
    partners = await partners_of(inside, application_id)
    requested = sum((each.requested for each in partners if each.status != "DECLINED"), Decimal())
    refuse(rules.faults_of_decision(status, to, granted, note, requested))
    await inside.do(QUERIES.set_application_status, application_id, to.value, None)
    await inside.do(QUERIES.write_step, application_id, to.value, at, note and note.strip())
    await write_note(
        inside, viewer.actor_id, at, ("GrantApplication", application_id), "DECIDE", status.value, to.value
    )
    project = await _make_project(inside, at, call, row, granted) if granted is not None else None
    said = {"from": status.value, "to": to.value, "projectId": project}
    await tell_of_grant(inside, viewer.actor_id, at, "decided", application_id, **said)
    return application_id


async def _make_project(
    inside: Database, at: datetime, call: LockedCallRow, row: LockedApplicationRow, granted: Decimal
) -> str:
    """The funded project with its consortium and sums."""
    project_id = new_id("funded")
    number = f"CI-{at.year}-{project_id[-8:]}"
    texts = (row.title, {"de": row.abstract}, at, row.idea_id, row.consortium_name, granted)
    await inside.do(QUERIES.make_project, project_id, call.id, call.programme_slug, number, *texts, row.id)
    confirmed = [each for each in await partners_of(inside, row.id) if each.status == "CONFIRMED"]
    for place, (each, share) in enumerate(zip(confirmed, rules.shares_of(granted, confirmed), strict=True)):
        columns = (place, each.role, each.sector, share)
        await inside.do(QUERIES.make_partner, project_id, each.organisation_id, *columns)
        await inside.do(QUERIES.make_share, project_id, each.organisation_id, at, share)
    await inside.do(QUERIES.copy_topics, call.id, project_id)
    return project_id


@dataclass(frozen=True, slots=True)
class ProjectText:
    """What the staff writes about a project (FundedProjectInput)."""

    status: str
    maturity: str
    repository_url: str | None
    license: str | None


@transacted
async def update_project(inside: Database, viewer: Viewer, at: datetime, project_id: str, text: ProjectText) -> str:
    """Another state of a project; said again, it is as it was, and nobody is told."""
    before = await inside.row(LockedProjectRow, QUERIES.lock_project, project_id)
    if before is None:
        raise RefusedError([not_found("project")])
    refuse(faults_of_url("repositoryUrl", text.repository_url))
    if len(text.license or "") > LONGEST_TITLE:
        raise RefusedError([invalid("license", "may have {most} characters", most=LONGEST_TITLE)])
    if ProjectText(**asdict(before)) == text:
        return project_id
    await inside.do(QUERIES.change_project, project_id, text.status, text.repository_url, text.license, text.maturity)
    await write_note(inside, viewer.actor_id, at, ("FundedProject", project_id), "UPDATE", before.status, text.status)
    actors = [each for each in await inside.rows(str, QUERIES.actors_of_project, project_id) if each != viewer.actor_id]
    said = {"projectId": project_id, "status": text.status, "maturity": text.maturity}
    await tell(inside, at, "funded_project.changed", ("FundedProject", project_id), actors, said)
    return project_id
