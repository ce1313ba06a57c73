"""What is told when an idea changes that is in a round: the entry stays as it was handed in (domain_slice2 2.6)."""

from __future__ import annotations

from services.cip.rules.competition import IN_BETWEEN
from services.cip.store.connection import QUERIES
from services.kit.clock import Clock
from services.kit.database import Database
from services.kit.events import tell
from services.kit.following import Event


async def tell_that_entries_stay(clock: Clock, inside: Database, event: Event) -> None:
    """The effect of ``idea.updated {version, by}`` and ``idea.withdrawn {by}``: the teams of its entries hear it."""
    waiting, version, by = [each.value for each in IN_BETWEEN], event.payload.get("version"), event.payload.get("by")
    new = version if isinstance(version, int) else None
    for entry_id in await inside.rows(str, QUERIES.entries_of_changed_idea, event.subject_id, waiting, new):
        team = [each for each in await inside.rows(str, QUERIES.actors_of_entry, entry_id) if each != by]
        said = {"ideaId": event.subject_id, "change": event.kind.removeprefix("idea."), "by": by}
        await tell(inside, clock.now(), "competition_entry.kept", ("CompetitionEntry", entry_id), team, said)
