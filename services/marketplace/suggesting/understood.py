"""What texts say besides their subjects, as the database knows it: places that are meant, and ids of what is wished."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import chain

from services.kit.clock import BERLIN, end_of
from services.kit.database import Database
from services.marketplace.matching.documents import MatchKind
from services.marketplace.matching.offer_words import KINDS_OF
from services.marketplace.matching.places import names_of_places, place_named
from services.marketplace.matching.spans import OPEN, span_of
from services.marketplace.matching.subjectless import kinds_alone
from services.marketplace.matching.understanding import By, Understood, understood
from services.marketplace.matching.wording import times_in
from services.marketplace.store import documents, hubs
from services.marketplace.store.rows import CalledRow
from services.marketplace.suggesting.asking import Asking

DISTRICT = "DISTRICT"  # also a city that is none of another's
MOST_PLACES = 50  # of one name that are looked at


async def understood_of(asking: Asking, text: str, without: frozenset[str] = frozenset()) -> list[Understood]:
    """What a text says besides its subject; a place is looked up where it may name one."""
    (found,) = await understood_of_all(asking.database, [(text, asking.at.astimezone(BERLIN).date())], without)
    return found


async def understood_of_all(
    database: Database, texts: Sequence[tuple[str, date]], without: frozenset[str] = frozenset()
) -> list[list[Understood]]:
    """What texts that were said on some days say besides their subjects; all that may be places in one trip."""
    names = [names_of_places(text) for text, _ in texts]
    every = list(dict.fromkeys(chain.from_iterable(names)))
    called: dict[str, list[CalledRow]] = {}
    for row in await hubs.regions_called(database, every, MOST_PLACES) if every else []:
        called.setdefault(row.called, []).append(row)
    return [
        with_place(
            understood(text, without, day), some, [row for name in some for row in called.get(name, ())], without
        )
        for (text, day), some in zip(texts, names, strict=True)
    ]


def with_place(
    said: list[Understood], names: Sequence[str], found: Sequence[CalledRow], without: frozenset[str]
) -> list[Understood]:
    """What is said, with the place that is meant by one of the names."""
    states = frozenset(each.value[:2] for each in said if each.by is By.REGION)
    places = sorted({(row.level, row.ars, row.name) for row in found})
    place = place_named(names, [(ars, name, level == DISTRICT) for level, ars, name in places], states)
    return said if place is None or place.id in without else [*said, place]


async def in_time_of(asking: Asking, said: Sequence[Understood]) -> frozenset[str]:
    """Ids of what begins or ends in one of the times that were understood: one trip for each of the few.

    That something shall be open now says nothing more beside another time: what is not is in no answer.
    """
    times = times_in(said)
    now = f"{OPEN}/{asking.at.astimezone(BERLIN).date()}"
    others = [each for each in times if each.by is not By.OPEN_UNTIL or each.value != now]
    found = [await _in_time(asking, each) for each in others or times]
    return frozenset().union(*found)


async def _in_time(asking: Asking, said: Understood) -> frozenset[str]:
    span = span_of(said.value)
    end = None if span.end is None else end_of(span.end)
    if said.by is By.OPEN_UNTIL:
        return frozenset() if end is None else await documents.ids_open_until(asking.database, end)
    begin = asking.at if span.begin is None else datetime.combine(span.begin, time(), BERLIN)
    return await documents.ids_in_time(asking.database, begin, end)


async def for_sector_of(asking: Asking, said: Sequence[Understood]) -> frozenset[str]:
    """Ids of offers for the sectors that help is sought for; no trip where none is named."""
    sectors = [each.value for each in said if each.by is By.AUDIENCE]
    return await documents.ids_for_sectors(asking.database, sectors) if sectors else frozenset()


async def of_finer_of(asking: Asking, said: Sequence[Understood]) -> frozenset[str]:
    """Ids of offers of the finer kinds that are named; no trip where none is."""
    finer = finer_kinds(said)
    return await documents.ids_of_finer_kinds(asking.database, finer) if finer else frozenset()


@dataclass(frozen=True, slots=True)
class Named:
    """Ids of all that is of a kind of help, and of those that say all of the question which names it: also there, then,
    and for whom.
    """

    ids: frozenset[str]
    whole: frozenset[str]


async def named_alone(asking: Asking, text: str, said: Sequence[Understood], in_time: frozenset[str]) -> Named | None:
    """What a text is about that names a kind of help and no subject; None where it has one, and where nothing says all
    of it: then it is asked as any text. One trip, only then.
    """
    kinds = kinds_alone(text, said)
    if not kinds:
        return None
    finer = finer_kinds(said) if kinds == {MatchKind.SUPPORT_OFFER} else frozenset[str]()
    sectors = [each.value for each in said if each.by is By.AUDIENCE]
    states = {each.value[:2] for each in said if each.by is By.REGION}
    ids, whole = await documents.of_kinds(asking.database, kinds, finer, sectors, states, asking.at)
    if times_in(said):
        whole &= in_time
    return Named(ids, whole) if ids and whole else None


def finer_kinds(said: Sequence[Understood]) -> frozenset[str]:
    """The kinds of offers, as the catalogue names them, that are asked for."""
    return frozenset().union(*(KINDS_OF[finer] for each in said for finer in each.finer))
