"""Changes of ideas: each one transaction with its guards, its version, and the news for others."""

from __future__ import annotations

import hashlib
from typing import Any

import orjson

from services.kit.database import Database
from services.marketplace.rules import ideas as rules
from services.marketplace.rules.faults import Fault, FaultCode, invalid, unknown
from services.marketplace.rules.ideas import IdeaNow, IdeaText
from services.marketplace.rules.names import slug_of
from services.marketplace.rules.versions import body_of
from services.marketplace.rules.viewer import Viewer
from services.marketplace.rules.vocabulary import IdeaStatus
from services.marketplace.store.changes import Changed, RefusedError, refuse
from services.marketplace.store.identifiers import new_id
from services.marketplace.store.reading import QUERIES
from services.marketplace.store.rows import IdempotencyRow, LockedIdeaRow

LONGEST_KEY = 200
LONGEST_NOTE = 1_000


async def create_idea(database: Database, viewer: Viewer, text: IdeaText, key: str | None) -> Changed:
    """A new draft of the viewer. The same key with the same text gives the same idea again, with another an error."""
    try:
        async with database.transaction() as inside:
            return Changed(await _create_idea(inside, viewer, text, key))
    except RefusedError as refused:
        return Changed(None, refused.faults)


async def _create_idea(inside: Database, viewer: Viewer, text: IdeaText, key: str | None) -> str:
    author = viewer.member_id
    if author is None:
        raise RefusedError([Fault(FaultCode.FORBIDDEN, "An idea has an author: log in as a member.")])
    idea_id = new_id("idea")
    if key is not None:
        made = await _take_key(inside, author, key, _digest("createIdea", body_of(text)), idea_id)
        if made != idea_id:
            return made
    refuse(rules.faults_of_text(text) + await _faults_of_references(inside, text))
    slug = "-".join(part for part in (slug_of(text.title), idea_id.removeprefix("idea_").lower()) if part)
    columns = _columns(text)
    await inside.do(QUERIES.make_idea, idea_id, slug, *columns, author)
    await _set_links(inside, idea_id, text)
    await inside.do(QUERIES.join_team, idea_id, author, "OWNER")
    await inside.do(QUERIES.write_version, idea_id, 1, author, None, body_of(text))
    await inside.do(QUERIES.tell_others, "idea.created", {"id": idea_id, "version": 1})
    return idea_id


async def update_idea(
    database: Database, viewer: Viewer, idea_id: str, expected_version: int, text: IdeaText, note: str | None
) -> Changed:
    """A new version of an idea. A published idea must keep what publication needs."""
    try:
        async with database.transaction() as inside:
            now, row = await _lock_idea(inside, viewer, idea_id)
            refuse(rules.faults_of_update(now, expected_version))
            faults = rules.faults_of_text(text) + await _faults_of_references(inside, text)
            if len(note or "") > LONGEST_NOTE:
                faults.append(
                    Fault(FaultCode.INVALID, f"changeNote may have {LONGEST_NOTE} characters.", ("changeNote",))
                )
            if row is not None and rules.is_public(IdeaStatus(row.status)):
                faults += rules.faults_before_publishing(
                    text.title, text.problem, text.solution, text.common_good_benefit, text.topic_slugs
                )
            refuse(faults)
            await _write_update(inside, viewer, idea_id, expected_version + 1, text, note)
    except RefusedError as refused:
        return Changed(None, refused.faults)
    return Changed(idea_id)


async def _write_update(
    inside: Database, viewer: Viewer, idea_id: str, version: int, text: IdeaText, note: str | None
) -> None:
    await inside.do(QUERIES.change_idea, idea_id, *_columns(text))
    await _set_links(inside, idea_id, text)
    await inside.do(QUERIES.write_version, idea_id, version, viewer.member_id, note, body_of(text))
    await inside.do(QUERIES.tell_others, "idea.updated", {"id": idea_id, "version": version})


async def submit_idea(database: Database, viewer: Viewer, idea_id: str) -> Changed:
    """A draft goes to review, or out at once when its owner has published before."""
    try:
        async with database.transaction() as inside:
            now, row = await _lock_idea(inside, viewer, idea_id)
            target = rules.submitted_to(bool(await inside.value(QUERIES.has_published_before, viewer.member_id)))
            refuse(rules.faults_of_submission(now, target))
            if row is not None:
                refuse(
                    rules.faults_before_publishing(
                        row.title, row.problem, row.solution, row.common_good_benefit, row.topics
                    )
                )
            await inside.do(QUERIES.set_idea_status, idea_id, target.value)
            await inside.do(QUERIES.tell_others, f"idea.{target.value.lower()}", {"id": idea_id})
    except RefusedError as refused:
        return Changed(None, refused.faults)
    return Changed(idea_id)


async def _lock_idea(inside: Database, viewer: Viewer, idea_id: str) -> tuple[IdeaNow | None, LockedIdeaRow | None]:
    """The idea as the guards see it, locked until the transaction ends."""
    row = await inside.row(LockedIdeaRow, QUERIES.lock_idea, idea_id, viewer.member_id, viewer.is_staff)
    if row is None:
        return None, None
    return IdeaNow(IdeaStatus(row.status), row.version, row.is_visible, row.is_editor, row.is_owner), row


async def _take_key(inside: Database, actor_id: str, key: str, request: str, made: str) -> str:
    """Id of what the key made before, else of what it makes now; two at once wait for each other here."""
    if not 0 < len(key) <= LONGEST_KEY:
        message = f"idempotencyKey has 1 to {LONGEST_KEY} characters."
        raise RefusedError([Fault(FaultCode.INVALID, message, ("idempotencyKey",))])
    taken = await inside.row(IdempotencyRow, QUERIES.take_key, actor_id, key, request, made)
    if taken is not None and taken.request != request:
        message = "This idempotencyKey was used for another request."
        raise RefusedError([Fault(FaultCode.INVALID, message, ("idempotencyKey",))])
    return made if taken is None else taken.response


def _digest(operation: str, body: dict[str, Any]) -> str:
    return hashlib.sha256(orjson.dumps([operation, body], option=orjson.OPT_SORT_KEYS)).hexdigest()


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
