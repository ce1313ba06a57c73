"""The prize of an entry: given once, with its three tranches, and public from that day on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from services.cip.rules import competition as rules
from services.cip.rules.viewing import Viewer
from services.cip.rules.vocabulary import EntryStatus, RoundPhase
from services.cip.store.connection import QUERIES
from services.cip.store.entry_writing import lock_entry, tell_of_entry
from services.cip.store.journal import note
from services.cip.store.rows import AwardRow
from services.kit.changing import Fault, FaultCode, RefusedError, refuse, transacted
from services.kit.clock import BERLIN
from services.kit.database import Database
from services.kit.faults import LONGEST_SUMMARY, faults_of_localized
from services.kit.identifiers import new_id


@dataclass(frozen=True, slots=True)
class AwardWish:
    """What the staff gives (AwardInput)."""

    entry_id: str
    prize: Decimal
    category: str
    laudation: Mapping[str, str] | None


@transacted
async def grant_award(inside: Database, viewer: Viewer, at: datetime, wish: AwardWish) -> str:
    """The prize of an entry. The same once more changes nothing, another is ALREADY_EXISTS."""
    row, entry = await lock_entry(inside, viewer, at, wish.entry_id, "entryId")
    given = await inside.row(AwardRow, QUERIES.award_of_entry, [wish.entry_id])
    if given is not None:
        if (given.prize, given.category) == (wish.prize, wish.category):
            return given.id
        raise RefusedError([Fault(FaultCode.ALREADY_EXISTS, "This entry has a prize already.", ("entryId",))])
    if wish.laudation is not None:
        refuse(faults_of_localized("laudation", wish.laudation, LONGEST_SUMMARY))
    count = int(await inside.value(QUERIES.count_awards, row.id))
    now = rules.AwardNow(RoundPhase(row.phase), EntryStatus(entry.status), row.max_awards, count, row.max_prize)
    refuse(rules.faults_of_award(now, wish.prize))
    award_id = new_id("award")
    text = None if wish.laudation is None else dict(wish.laudation)
    await inside.do(QUERIES.make_award, award_id, entry.id, row.id, wish.category, wish.prize, text, at)
    for number, (amount, condition) in enumerate(zip(rules.tranches_of(wish.prize), rules.CONDITIONS, strict=True), 1):
        await inside.do(QUERIES.make_tranche, award_id, number, amount, dict(condition))
    await inside.do(QUERIES.set_entry_status, entry.id, EntryStatus.AWARDED.value, None, at)
    states = (entry.status, EntryStatus.AWARDED.value)
    await note(inside, viewer.actor_id, at, ("CompetitionEntry", entry.id), "AWARD", *states)
    day = at.astimezone(BERLIN).date().isoformat()
    await tell_of_entry(
        inside, viewer.actor_id, at, "awarded", entry.id, roundId=row.id, awardId=award_id, awardedOn=day
    )
    return award_id
