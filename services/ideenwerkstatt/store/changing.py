"""What every change of the house begins and ends with: the programme runs; the journal; who is told."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from functools import wraps
from typing import Concatenate, ParamSpec

from services.ideenwerkstatt.rules.viewing import Viewer
from services.ideenwerkstatt.store.connection import QUERIES
from services.kit.changing import Changed, Fault, FaultCode, RefusedError, transacted
from services.kit.database import Database
from services.kit.events import tell
from services.kit.faults import invalid
from services.kit.topics import unknown_topics

ENDED = Fault(FaultCode.PROGRAMME_ENDED, "The programme has ended; it stays readable.")
NO_ACTOR = Fault(FaultCode.FORBIDDEN, "This has a person who does it: log in as a member.")
Wanted = ParamSpec("Wanted")


def while_it_runs(
    work: Callable[Concatenate[Database, Viewer, datetime, Wanted], Awaitable[str]],
) -> Callable[Concatenate[Database, Viewer, datetime, Wanted], Awaitable[Changed]]:
    """A verb in one transaction; after the end of the programme PROGRAMME_ENDED, and nothing is written."""

    @transacted
    @wraps(work)
    async def verb(
        inside: Database, viewer: Viewer, at: datetime, /, *wanted: Wanted.args, **named: Wanted.kwargs
    ) -> str:
        if await inside.row(str, QUERIES.programme_status, at) == "ENDED":
            raise RefusedError([ENDED])
        return await work(inside, viewer, at, *wanted, **named)

    return verb


async def note(
    inside: Database,
    viewer: Viewer | None,
    at: datetime,
    entity: tuple[str, str],
    action: str,
    before: str | None,
    after: str | None,
) -> None:
    """A line of the journal. ``viewer`` None: the time did it."""
    await inside.do(QUERIES.write_journal, *entity, action, before, after, viewer and viewer.actor_id, at)


async def tell_concerned(
    inside: Database,
    viewer: Viewer | None,
    at: datetime,
    kind: str,
    subject: tuple[str, str],
    actors: Sequence[str],
    payload: Mapping[str, object],
) -> None:
    """Tells members, and of organisations those who act for them, but not who did it."""
    whom = await inside.rows(str, QUERIES.concerned, list(actors), viewer and viewer.actor_id)
    await tell(inside, at, kind, subject, whom, payload)


async def faults_of_unknown_topics(inside: Database, slugs: Sequence[str]) -> list[Fault]:
    unknown = await unknown_topics(inside, slugs)
    return [invalid("topicSlugs", "names no topic: {values}", values=unknown[:5])] if unknown else []
