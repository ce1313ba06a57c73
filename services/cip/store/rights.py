"""What a member may ask of CIP about themselves: all that it has, and to be forgotten."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from services.cip.rules.competition import IN_BETWEEN
from services.cip.rules.keeping import kept_of_award
from services.cip.rules.vocabulary import EntryStatus
from services.cip.store.connection import QUERIES
from services.cip.store.journal import note
from services.cip.store.locked import OwnLineRow
from services.kit.chores import Chore
from services.kit.database import Database
from services.kit.erasing import Kept
from services.kit.events import tell


async def export_of(database: Database, member_id: str) -> str:
    """All that CIP keeps of a member, as JSON."""
    return str(await database.value(QUERIES.export_of_member, member_id))


async def forget_member(inside: Database, member_id: str, at: datetime) -> Sequence[Kept]:
    """CIP's part of an erasure: names go where no law keeps them, entries of nobody else are withdrawn and emptied."""
    kept: list[Kept] = []
    for row in await inside.rows(OwnLineRow, QUERIES.own_lines, member_id):
        if row.awarded_on is not None:
            kept.append(kept_of_award(row.awarded_on))
            continue
        await inside.do(QUERIES.forget_line, member_id, row.id)
        if row.is_alone:
            await _end(inside, row, at)
    await inside.do(QUERIES.forget_former_account, member_id)
    return [max(kept, key=lambda each: str(each.until))] if kept else []


async def _end(inside: Database, row: OwnLineRow, at: datetime) -> None:
    """An entry without anybody: withdrawn if it waits for a decision, and empty."""
    await inside.do(QUERIES.empty_entry, row.id)
    if EntryStatus(row.status) in IN_BETWEEN:
        await inside.do(QUERIES.set_entry_status, row.id, EntryStatus.WITHDRAWN.value, None, at)
        await note(inside, None, at, ("CompetitionEntry", row.id), "WITHDRAW", row.status, EntryStatus.WITHDRAWN.value)
        said = {"roundId": row.round_id}
        await tell(inside, at, "competition_entry.withdrawn", ("CompetitionEntry", row.id), [], said)


async def forget_kept_names(inside: Database, at: datetime) -> int:
    """Names of erased winners that no law keeps any longer."""
    return await inside.do(QUERIES.forget_kept_names, at)


CHORES = (Chore("cip forget kept names", forget_kept_names),)
