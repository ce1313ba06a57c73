"""What moderation hides disappears at once and leaves the index; upheld, it is what it was before."""

from __future__ import annotations

from datetime import datetime

from services.kit.database import Database
from services.kit.events import tell
from services.marketplace.store.journal import note
from services.marketplace.store.moderation_rows import CaseRow
from services.marketplace.store.reading import QUERIES

HIDDEN = "HIDDEN_BY_MODERATION"
DATED = ("Idea", "Profile")


async def hide(inside: Database, case: CaseRow, by: str | None, at: datetime) -> str | None:
    """Hides the subject of a case; the state that it was in, None where another case had hidden it before."""
    before: str | None = await inside.value(QUERIES.state_of_subject, case.subject_type, case.subject_id)
    if before in (None, HIDDEN, "HIDDEN"):
        return None
    statement = getattr(QUERIES, f"hide_{case.subject_type.lower()}")
    await inside.do(statement, case.subject_id, *((at,) if case.subject_type in DATED else ()))
    await note(inside, by, at, (case.subject_type, [case.subject_id]), "hide", before, HIDDEN)
    if case.subject_type == "Idea":
        await _tell_team(inside, "idea.hidden", case, at, {"from": before})
    return before


async def show(inside: Database, case: CaseRow, before: str, by: str | None, at: datetime) -> None:
    """Shows it again, as it was."""
    await note(inside, by, at, (case.subject_type, [case.subject_id]), "show", HIDDEN, before)
    match case.subject_type:
        case "Idea":
            await inside.do(QUERIES.show_idea, case.subject_id, before, at, case.id)
            await _tell_team(inside, "idea.status_changed", case, at, {"from": HIDDEN, "to": before})
        case "Profile":
            await inside.do(QUERIES.show_profile, case.subject_id, before, at)
        case kind:
            await inside.do(getattr(QUERIES, f"show_{kind.lower()}"), case.subject_id)


async def _tell_team(inside: Database, kind: str, case: CaseRow, at: datetime, payload: dict[str, str]) -> None:
    """The other houses hear of it, and of the team those who are not told as authors."""
    authors = await inside.rows(str, QUERIES.authors_of_subject, case.subject_type, case.subject_id)
    team = await inside.rows(str, QUERIES.team_of_idea, case.subject_id)
    told = [each for each in team if each not in authors]
    await tell(inside, at, kind, ("Idea", case.subject_id), told, payload)
