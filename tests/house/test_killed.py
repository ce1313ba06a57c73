"""The processes of 2.1 to 2.7 in real processes, one of which is killed in the middle and starts again (section 5).

The stories are those of ``tests/acceptance/test_interrupted.py``, there with a house stopped before every step. Here
the process of a house gets SIGKILL before one step that crosses to it, ``tools.run`` starts it again, and everybody is
told of everything once.
"""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

import jwt
import pytest
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from services.kit.clock import BERLIN
from tests.acceptance.conftest import PERSONAS, Town, saved
from tests.acceptance.interrupted import Step, Told, does, of
from tests.acceptance.test_competition import text as round_text
from tests.acceptance.test_interrupted import AWARD, FUNDING, MARKET, ORGANISATION, REVIEW, TEAM
from tests.house.conftest import READY_WITHIN, House

pytestmark = pytest.mark.slow
DAY = "2025-06-16"
PAUSE = 0.2  # seconds between two looks at what other processes do
ASKED = "Eine Anfrage zur Mitarbeit an einer Idee wartet auf Ihre Antwort."
ANSWERED = "Ihre Anfrage zur Mitarbeit an einer Idee wurde beantwortet."
MANDATE = "Was Sie für eine Organisation tun dürfen, hat sich geändert."
PUBLISHED = {"Der Stand einer Idee hat sich geändert.": 1, "Eine Idee wurde veröffentlicht.": 1}
PHASE = "Der Ideenwettbewerb ist in einer neuen Phase."
DECIDED = "Über Ihre Einreichung zum Ideenwettbewerb wurde entschieden."
WON = "Ihre Einreichung wurde ausgezeichnet."
STAYS = "Die Idee hat sich geändert; Ihre Einreichung zum Ideenwettbewerb bleibt, wie sie eingereicht wurde."
ARRIVED = "Ihre Einreichung zum Ideenwettbewerb ist eingegangen."
CHANGED = "Der Text einer Idee Ihres Teams wurde geändert."
CALL_PHASE = "Ein Förderaufruf ist in einer neuen Phase."
SUBMITTED = "Ein Förderantrag Ihres Verbunds wurde eingereicht."
GRANT = "Über einen Förderantrag Ihres Verbunds wurde entschieden."


@dataclass(slots=True)
class RealTown:
    """What steps ask of a town, asked of a running house. ``tag``: keeps the persons of the stories apart."""

    house: House
    tag: str

    def day(self, days: int) -> str:
        return (now() + timedelta(days=days)).date().isoformat()

    def moment(self, **ahead: float) -> str:
        return (now() + timedelta(**ahead)).isoformat()

    def token(self, person: str) -> str:
        if person in PERSONAS:
            return self.house.login(person)
        key = load_pem_private_key((self.house.home / "dev-issuer" / "private.pem").read_bytes(), None)
        named = jwt.decode(self.house.login("mira"), options={"verify_signature": False})
        head = jwt.get_unverified_header(self.house.login("mira"))
        kept = {name: named[name] for name in ("iss", "aud", "iat", "exp", "scope", "acr")}
        return jwt.encode(
            {**kept, "sub": f"{self.tag} {person}"}, cast(Any, key), algorithm="EdDSA", headers={"kid": head["kid"]}
        )

    async def did(self, person: str, number: int, **variables: Any) -> Any:
        given = dict(variables)
        if "handle" in (given.get("input") or {}):
            given["input"] = {**given["input"], "handle": f"{given['input']['handle']}-{self.tag}"}
        came = await asyncio.to_thread(self.house.ask, saved(number), given, self.token(person))
        assert "errors" not in came, (number, came["errors"])
        return next(iter(came["data"].values()))

    async def done(self, person: str, number: int, **variables: Any) -> Any:
        payload = await self.did(person, number, **variables)
        assert payload["errors"] == [], (number, payload["errors"])
        return payload

    async def told(self, person: str) -> Counter[str]:
        viewer = await self.did(person, 59, first=50)
        return Counter(each["text"]["text"] for each in viewer["notifications"]["nodes"])


def now() -> datetime:
    """What the clocks of the run show: the real time, on the day of the demo data."""
    return datetime.combine(datetime.fromisoformat(DAY), datetime.now(BERLIN).timetz())


async def screens(told: Told) -> None:
    """After the deadline, which comes in a moment."""
    until = time.monotonic() + READY_WITHIN
    while (await told.town.did("cip", 68, id=told.known["round"], to="SCREENING"))["errors"]:
        assert time.monotonic() < until
        await asyncio.sleep(PAUSE)


def without_waiting(story: Sequence[Step]) -> list[Step]:
    """Real clocks are not moved: what waits for nothing but the time is left out."""
    return [each for each in story if each.__name__ != "later"]


ENTERED = next(place for place, each in enumerate(AWARD) if each.__name__ == "later")
SHORT = does(
    "cip", 67, id=of("round"),
    input=lambda told: {**round_text(told.town), "submissionUntil": told.town.moment(seconds=2)},
)  # fmt: skip
STORIES: Mapping[str, tuple[Sequence[Step], int, str, Mapping[str, Mapping[str, int]]]] = {
    "organisation": (ORGANISATION, 4, "marketplace", {"verwaltung": {MANDATE: 1}, "zweite person": {MANDATE: 1}}),
    "review": (REVIEW, 5, "marketplace", {"autorin": PUBLISHED}),
    "team": (
        TEAM,
        len(TEAM) - 3,
        "marketplace",
        {
            "autorin": {**PUBLISHED, ASKED: 1, ANSWERED: 1},
            "helferin": {ANSWERED: 1},
            "verwaltung": {MANDATE: 1, ASKED: 1},
        },
    ),
    "funding": (
        without_waiting(FUNDING),
        9,
        "cip",
        {
            "koordination": {MANDATE: 1, "Eine Organisation hat auf Ihre Partneranfrage geantwortet.": 1, GRANT: 3,
                             CALL_PHASE: 2},
            "partnerin": {MANDATE: 1, "Ihre Organisation ist als Partnerin eines Förderantrags angefragt.": 1,
                          SUBMITTED: 2, GRANT: 3, CALL_PHASE: 2},
        },
    ),
    "award": (
        [*AWARD[:ENTERED], SHORT, screens, *AWARD[ENTERED + 2 :]],
        len(AWARD) - 2,
        "marketplace",
        {
            "helferin": {ANSWERED: 1, ARRIVED: 1, CHANGED: 1, STAYS: 1, PHASE: 4, DECIDED: 2, WON: 1},
            "verwaltung": {MANDATE: 1, ASKED: 1, CHANGED: 1, STAYS: 1, PHASE: 4, DECIDED: 2, WON: 1},
        },
    ),
    "profile": (MARKET, 3, "marketplace", {"suchende": {}}),
}  # fmt: skip
"""Steps; before which of them the process of which house is killed; whom it tells what in the end, and how often."""


@pytest.mark.parametrize("name", STORIES)
async def test_who_is_killed_comes_back_and_nothing_is_lost_or_doubled(house: House, name: str) -> None:
    story, place, victim, expected = STORIES[name]
    town = RealTown(house, name)
    told = Told(cast(Town, town))
    for number, step in enumerate(story):
        if number == place:
            os.kill(house.pids_of(f"services.{victim}")[0], signal.SIGKILL)
            is_done = await tried(told, step)
            await asyncio.to_thread(house.wait_for_line, f"{victim} is back")
            until = time.monotonic() + READY_WITHIN
            while not is_done:
                assert time.monotonic() < until
                await asyncio.sleep(PAUSE)
                is_done = await tried(told, step)
        else:
            await repeated(told, step)
    until = time.monotonic() + READY_WITHIN
    wanted = {person: Counter(each) for person, each in expected.items()}
    found: dict[str, Counter[str]] = {}
    while found != wanted and time.monotonic() < until:  # what is told is read every two seconds
        await asyncio.sleep(PAUSE)
        found = {person: await town.told(person) for person in wanted}
    assert found == wanted


async def repeated(told: Told, step: Step) -> None:
    """A house that does not know of somebody yet, and does not learn it within a second, asks to be asked again."""
    until = time.monotonic() + READY_WITHIN
    while True:
        try:
            await step(told)
        except AssertionError as refused:
            if "UNAVAILABLE" not in str(refused) or time.monotonic() > until:
                raise
            await asyncio.sleep(PAUSE)
        else:
            return


async def tried(told: Told, step: Step) -> bool:
    try:
        await step(told)
    except (AssertionError, OSError):
        return False
    return True
