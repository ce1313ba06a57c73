"""Changes of ideas: each one transaction with its guards, its version, and the news for others."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from services.kit.changing import Changed, Fault, FaultCode, RefusedError, changed, once, refuse, request
from services.kit.database import Database
from services.kit.events import tell
from services.marketplace.rules import ideas as rules
from services.marketplace.rules.faults import invalid, unknown
from services.marketplace.rules.ideas import IdeaNow, IdeaText
from services.marketplace.rules.names import slug_of
from services.marketplace.rules.versions import body_of
from services.marketplace.rules.viewer import Viewer
from services.marketplace.rules.vocabulary import IdeaStatus
from services.marketplace.store.identifiers import new_id
from services.marketplace.store.reading import QUERIES
from services.marketplace.store.rows import LockedIdeaRow

LONGEST_NOTE = 1_000


async def create_idea(database: Database, viewer: Viewer, at: datetime, text: IdeaText, key: str | None) -> Changed:
    """A new draft of the viewer. The same key with the same text gives the same idea again, with another an error."""
    return await changed(database, partial(_create_idea, viewer, at, text, key))


async def _create_idea(viewer: Viewer, at: datetime, text: IdeaText, key: str | None, inside: Database) -> str:
    author = viewer.member_id
    if author is None:
        raise RefusedError([Fault(FaultCode.FORBIDDEN, "An idea has an author: log in as a member.")])
    idea_id = new_id("idea")
    made = await once(inside, request(author, key, "createIdea", body_of(text), at), idea_id)
    if made != idea_id:
        return made
    refuse(rules.faults_of_text(text) + await _faults_of_references(inside, text))
    slug = "-".join(part for part in (slug_of(text.title), idea_id.removeprefix("idea_").lower()) if part)
    await inside.do(QUERIES.make_idea, idea_id, slug, *_columns(text), author, at)
    await _set_links(inside, idea_id, text)
    await inside.do(QUERIES.join_team, idea_id, author, "OWNER", at)
    await inside.do(QUERIES.write_version, idea_id, 1, author, None, body_of(text), at)
    return idea_id


async def update_idea(
    database: Database, viewer: Viewer, at: datetime, idea_id: str, expected: int, text: IdeaText, note: str | None
) -> Changed:
    """A new version of an idea. A published idea must keep what publication needs."""
    return await changed(database, partial(_update_idea, viewer, at, idea_id, expected, text, note))


async def _update_idea(
    viewer: Viewer, at: datetime, idea_id: str, expected: int, text: IdeaText, note: str | None, inside: Database
) -> str:
    row = await _lock_idea(inside, viewer, idea_id)
    refuse(rules.faults_of_update(_seen(row), expected))
    is_public = row is not None and rules.is_public(IdeaStatus(row.status))
    faults = rules.faults_of_text(text) + await _faults_of_references(inside, text)
    if len(note or "") > LONGEST_NOTE:
        faults.append(Fault(FaultCode.INVALID, f"changeNote may have {LONGEST_NOTE} characters.", ("changeNote",)))
    refuse(faults + (rules.faults_before_publishing(text) if is_public else []))
    await inside.do(QUERIES.change_idea, idea_id, *_columns(text), at)
    await _set_links(inside, idea_id, text)
    await inside.do(QUERIES.write_version, idea_id, expected + 1, viewer.member_id, note, body_of(text), at)
    if is_public:
        await _tell(inside, at, "idea.updated", idea_id, version=expected + 1)
    return idea_id


async def submit_idea(database: Database, viewer: Viewer, at: datetime, idea_id: str) -> Changed:
    """A draft goes to review, or out at once when its owner has published before."""
    return await changed(database, partial(_submit_idea, viewer, at, idea_id))


async def _submit_idea(viewer: Viewer, at: datetime, idea_id: str, inside: Database) -> str:
    row = await _lock_idea(inside, viewer, idea_id)
    target = rules.submitted_to(bool(await inside.value(QUERIES.has_published_before, viewer.member_id)))
    refuse(rules.faults_of_submission(_seen(row), target))
    if row is not None:
        refuse(rules.faults_before_publishing(row))
        await inside.do(QUERIES.set_idea_status, idea_id, target.value, at)
        kind = "idea.published" if target is IdeaStatus.PUBLISHED else "idea.status_changed"
        await _tell(inside, at, kind, idea_id, **{"from": row.status, "to": target.value})
    return idea_id


async def _lock_idea(inside: Database, viewer: Viewer, idea_id: str) -> LockedIdeaRow | None:
    """The idea, locked until the transaction ends."""
    return await inside.row(LockedIdeaRow, QUERIES.lock_idea, idea_id, *viewer.sees)


def _seen(row: LockedIdeaRow | None) -> IdeaNow | None:
    """The idea as the guards see it."""
    if row is None:
        return None
    return IdeaNow(IdeaStatus(row.status), row.version, row.is_visible, row.is_editor, row.is_owner)


async def _tell(inside: Database, at: datetime, kind: str, idea_id: str, **payload: object) -> None:
    """Tells the other houses, and whom of the team it concerns."""
    team = await inside.rows(str, QUERIES.team_of_idea, idea_id)
    await tell(inside, at, kind, ("Idea", idea_id), team, payload)


async def _faults_of_references(inside: Database, text: IdeaText) -> list[Fault]:
    found = unknown("topicSlugs", await inside.rows(str, QUERIES.unknown_topics, list(text.topic_slugs)))
    if text.region_ars is not None and not await inside.value(QUERIES.region_exists, text.region_ars):
        found.append(invalid("regionArs", "names no region"))
    return found


async def _set_links(inside: Database, idea_id: str, text: IdeaText) -> None:
    await inside.do(QUERIES.set_idea_topics, idea_id, list(dict.fromkeys(text.topic_slugs)))
    await inside.do(QUERIES.set_idea_sdgs, idea_id, list(dict.fromkeys(text.sdgs)))


def _columns(text: IdeaText) -> tuple[object, ...]:
    """The columns of a text in the order of make_idea and change_idea."""
    return (
        text.title,
        text.summary,
        text.problem,
        text.solution,
        text.common_good_benefit,
        list(text.target_groups),
        text.language,
        text.maturity,
        list(text.ai_methods),
        text.expected_users,
        text.data_needs,
        text.region_ars,
    )
