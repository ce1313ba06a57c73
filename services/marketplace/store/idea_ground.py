"""What all changes of ideas share: the locked idea as the guards see it, its text, and the news for others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from services.kit.changing import Fault
from services.kit.database import Database
from services.kit.events import tell
from services.kit.taking import taken
from services.marketplace.rules.faults import invalid, unknown
from services.marketplace.rules.idea_life import IdeaNow, Standing
from services.marketplace.rules.ideas import IdeaText, faults_of_text
from services.marketplace.rules.names import slug_of
from services.marketplace.rules.versions import body_of
from services.marketplace.rules.viewer import Viewer
from services.marketplace.rules.vocabulary import IdeaStatus
from services.marketplace.store.idea_rows import TextRow
from services.marketplace.store.identifiers import new_id
from services.marketplace.store.journal import note
from services.marketplace.store.reading import QUERIES
from services.marketplace.store.rows import LockedIdeaRow


@dataclass(frozen=True, slots=True)
class Change:
    """Inside a transaction: who changes something, and when."""

    inside: Database
    viewer: Viewer
    at: datetime

    @property
    def member_id(self) -> str:
        """The member who writes; the guard of all mutations has let nobody else through."""
        return self.viewer.member_id or ""


async def lock_idea(change: Change, idea_id: str) -> LockedIdeaRow | None:
    """The idea, locked until the transaction ends. It is locked before whatever belongs to it."""
    return await change.inside.row(LockedIdeaRow, QUERIES.lock_idea, idea_id, *change.viewer.sees)


def seen(row: LockedIdeaRow | None, viewer: Viewer) -> IdeaNow | None:
    """The idea as the guards see it."""
    if row is None:
        return None
    standing = Standing(row.is_owner, row.is_editor, row.is_on_team, row.is_member, viewer.is_staff, row.is_known)
    return IdeaNow(IdeaStatus(row.status), row.version, row.is_visible, standing)


async def tell_team(change: Change, kind: str, idea_id: str, *, followers: bool = False, **payload: object) -> None:
    """Tells the other houses, and whom of the team (and of who follows) it concerns; not who caused it."""
    found = await change.inside.rows(str, QUERIES.team_of_idea, idea_id)
    if followers:
        found += await change.inside.rows(str, QUERIES.followers_of_idea, idea_id)
    await tell_them(change, kind, ("Idea", idea_id), found, **payload)


async def tell_them(
    change: Change, kind: str, subject: tuple[str, str], actors: Sequence[str], **payload: object
) -> None:
    """Tells whom it concerns, without who caused it."""
    others = [each for each in actors if each != change.viewer.member_id]
    await tell(change.inside, change.at, kind, subject, others, payload)


async def noted(
    change: Change, entity: tuple[str, str], action: str, before: str | None = None, after: str | None = None
) -> None:
    """The line of the journal about this change. ``entity``: type and id."""
    kind, id_ = entity
    await note(change.inside, change.viewer.member_id, change.at, (kind, [id_]), action, before, after)


async def faults_of_writing(inside: Database, text: IdeaText) -> list[Fault]:
    """What is wrong with a text, and with what it refers to."""
    found = faults_of_text(text)
    found += unknown("topicSlugs", await inside.rows(str, QUERIES.unknown_topics, list(text.topic_slugs)))
    if text.region_ars is not None and not await inside.value(QUERIES.region_exists, text.region_ars):
        found.append(invalid("regionArs", "names no region"))
    return found


async def make_idea(
    change: Change, idea_id: str, text: IdeaText, remark: str | None = None, origin: str | None = None
) -> None:
    """A new draft of the viewer, with its first version. ``origin``: the idea that it develops further."""
    author, at, inside = change.member_id, change.at, change.inside
    slug = "-".join(part for part in (slug_of(text.title), idea_id.removeprefix("idea_").lower()) if part)
    await inside.do(QUERIES.make_idea, idea_id, slug, *columns(text), author, at, origin)
    await set_links(inside, idea_id, text)
    await inside.do(QUERIES.join_team, idea_id, author, "OWNER", at)
    await inside.do(QUERIES.write_version, idea_id, 1, author, remark, body_of(text), at)
    action = "create" if origin is None else "fork"
    await noted(change, ("Idea", idea_id), action, None, IdeaStatus.DRAFT.value)


async def write_text(
    change: Change, idea_id: str, number: int, text: IdeaText, editor_id: str, remark: str | None
) -> None:
    """A new version of an idea, as number ``number``."""
    await change.inside.do(QUERIES.change_idea, idea_id, *columns(text), change.at)
    await set_links(change.inside, idea_id, text)
    await change.inside.do(QUERIES.write_version, idea_id, number, editor_id, remark, body_of(text), change.at)
    await noted(change, ("Idea", idea_id), "edit", f"version {number - 1}", f"version {number}")


async def text_of(inside: Database, idea_id: str) -> IdeaText | None:
    """The text of an idea as it stands."""
    row = await inside.row(TextRow, QUERIES.text_of_idea, idea_id)
    return None if row is None else taken(IdeaText, row, str)


async def set_links(inside: Database, idea_id: str, text: IdeaText) -> None:
    await inside.do(QUERIES.set_idea_topics, idea_id, list(dict.fromkeys(text.topic_slugs)))
    await inside.do(QUERIES.set_idea_sdgs, idea_id, list(dict.fromkeys(text.sdgs)))


def columns(text: IdeaText) -> tuple[object, ...]:
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


def new_idea_id() -> str:
    return new_id("idea")
