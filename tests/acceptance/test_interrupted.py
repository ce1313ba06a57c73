"""Each process of 2.1 to 2.7 with one house stopped before every step, and started again: the end is the same.

Who asks a house that is away is told so, and asks the same again; nothing is lost, nothing is done or told twice. What
is compared are the notifications, journals, events and copies of two towns: one in which the house was never away, one
in which it was away before each step (domain_slice2 1.5 and 5).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest

from services.cip.store.reminding import CHORES as DEADLINES
from tests.acceptance.conftest import WRITTEN, Templates, opened
from tests.acceptance.interrupted import Step, Told, chores_of, does, later, left_of, of, tell
from tests.acceptance.people import IDEA, TERMS, slug
from tests.acceptance.test_competition import DEADLINE
from tests.acceptance.test_competition import text as round_text
from tests.acceptance.test_competition import wish as entry_wish
from tests.acceptance.test_funding import CALL
from tests.acceptance.test_funding import text as application
from tests.acceptance.test_profile_market import PROFILE
from tests.conftest import FreshDatabase
from tools.run.settings import SERVICES


def joins(person: str) -> Step:
    given = {"handle": f"neu-{slug(person)}", "displayName": f"{person.title()} (fiktiv)", "sector": "PRIVATE_PERSON"}
    return does(person, 20, f"{person}=member.id", input={**given, "termsVersion": TERMS})


def founds(person: str, handle: str, sector: str) -> list[Step]:
    """Somebody joins, registers an organisation, and the staff look at it."""
    text = {"handle": handle, "displayName": handle.title(), "legalName": f"{handle.title()} e. V. (fiktiv)"}
    return [
        joins(person),
        does(
            person, 23, f"{handle}=organisation.id", input={**text, "isNonProfit": True, "sector": sector},
        ),
        does("marktplatz", 61, organisationId=of(handle), memberId=of(person)),
    ]  # fmt: skip


def publishes(person: str) -> list[Step]:
    """An idea is written, handed in, sent back, handed in again, and published by the staff."""
    return [
        joins(person),
        does(person, 30, "idea=idea.id", input=IDEA, key="idea"),
        does(person, 32, id=of("idea")),
        does("marktplatz", 34, id=of("idea"), approve=False, note="Wer prüft die Texte?"),
        does(person, 32, id=of("idea")),
        does("marktplatz", 34, id=of("idea")),
    ]


ORGANISATION = [
    *founds("verwaltung", "lesehilfe", "WELFARE"),
    joins("zweite person"),
    does("verwaltung", 24, organisationId=of("lesehilfe"), memberId=of("zweite person"), role="ADMIN"),
    does("verwaltung", 24, organisationId=of("lesehilfe"), memberId=of("verwaltung"), role=None),
]
REVIEW = [*publishes("autorin"), does("autorin", 35, id=of("idea"), to="IN_IMPLEMENTATION")]
TEAM = [
    *publishes("autorin"),
    *founds("verwaltung", "lesehilfe", "WELFARE"),
    joins("helferin"),
    does("helferin", 45, "asked=teamRequest.id", ideaId=of("idea"), openRoleId=None),
    does("autorin", 48, id=of("asked")),
    does("autorin", 46, "invited=teamRequest.id", ideaId=of("idea"), actorId=of("lesehilfe"), role="CO_AUTHOR"),
    does("verwaltung", 48, id=of("invited")),
]
FUNDING = [
    *founds("koordination", "wortbruecke", "WELFARE"),
    *founds("partnerin", "hochschule", "SCIENCE"),
    does(
        "cip", 72, "call=call.id", key="call",
        input=lambda told: {
            **CALL, "interestUntil": told.town.moment(days=10), "applicationUntil": told.town.moment(days=60),
        },
    ),
    does("cip", 73, id=of("call"), to="EXPRESSION_OF_INTEREST"),
    does("koordination", 74, "grant=application.id", key="draft", input=lambda told: wanted(told)),
    does("partnerin", 75, id=of("grant"), organisation=of("hochschule"), confirm=True),
    does("koordination", 76, id=of("grant"), version=1),
    does("cip", 78, id=of("grant"), to="INVITED_TO_APPLY", note="Bitte stellen Sie den Antrag."),
    later(days=11),
    does("cip", 73, id=of("call"), to="APPLICATION"),
    does("koordination", 76, id=of("grant"), version=1),
    does("cip", 73, id=of("call"), to="ASSESSMENT"),
    does("cip", 78, id=of("grant"), to="IN_ASSESSMENT"),
    does("cip", 78, id=of("grant"), to="GRANTED", granted="270000"),
]  # fmt: skip


def wanted(told: Told) -> dict[str, Any]:
    return application(told.known["call"], (told.known["wortbruecke"], told.known["hochschule"]))


PRIZE = {"category": "INCLUSION_AND_DIVERSITY", "prize": "20000"}
AWARD = [
    does("cip", 67, "round=round.id", key="round", input=lambda told: round_text(told.town)),
    *TEAM,
    does("verwaltung", 66, "entry=entry.id", key="entry", input=lambda told: entered(told)),
    does("autorin", 31, id=of("idea"), expectedVersion=1, input={**IDEA, "title": "Bescheide besser verstehen"}),
    later(days=DEADLINE + 1),
    does("cip", 68, id=of("round"), to="SCREENING"),
    does("cip", 70, id=of("entry"), to="ELIGIBLE"),
    does("cip", 70, id=of("entry"), to="INVITED_TO_PITCH", pitchAt=lambda told: told.town.moment(days=14)),
    does("cip", 68, id=of("round"), to="PITCH"),
    does("cip", 68, id=of("round"), to="JURY_DELIBERATION"),
    does("cip", 71, input=lambda told: {**PRIZE, "entryId": told.known["entry"]}),
    does("cip", 68, id=of("round"), to="AWARDED"),
]


def entered(told: Told) -> dict[str, Any]:
    return entry_wish(told.known["round"], told.known["idea"], told.known["lesehilfe"])


MARKET = [
    joins("suchende"),
    does("suchende", 22, purpose="PROFILE_PUBLIC", textVersion="2021-06"),
    does("suchende", 22, purpose="MATCHING", textVersion="2021-06"),
    does("suchende", 50, "profile=profile.id", input=lambda told: {**PROFILE, "ownerId": told.known["suchende"]}),
    does("suchende", 51, id=of("profile"), to="PAUSED"),
    does("suchende", 51, id=of("profile"), to="PUBLISHED"),
]
MATCH = [
    *publishes("autorin"),
    *MARKET,
    does("autorin", 53, targetId=of("profile"), ideaId=of("idea"), profileId=None, to="SEEN"),
    does(
        "autorin", 54, "contact=contactRequest.id", toActorId=of("suchende"), key="contact",
        aboutId=lambda told: f"match_{told.known['idea']}.{told.known['profile']}",
    ),
    does("suchende", 55, "talk=contactRequest.conversation.id", id=of("contact")),
    does("autorin", 57, conversationId=of("talk"), key="hello"),
]  # fmt: skip


async def finds_an_offer(told: Told) -> None:
    """One of CIP's that is open, and of which nobody was reminded yet."""
    sql = "SELECT id FROM offers_at($1) WHERE status = 'OPEN' AND apply_until > $2 ORDER BY apply_until, id LIMIT 1"
    ((told.known["offer"],),) = await told.town.rows("cip", sql, told.town.now, told.town.now + timedelta(days=8))


async def until_its_last_week(told: Told) -> None:
    ((end,),) = await told.town.rows("cip", "SELECT apply_until FROM offers_at($1) WHERE id = $2",
                                     told.town.now, told.known["offer"])  # fmt: skip
    told.town.now = end - timedelta(days=6)


OFFER = [
    joins("merkende"),
    finds_an_offer,
    does("merkende", 29, offerId=of("offer")),
    until_its_last_week,
    chores_of("cip", DEADLINES),
    chores_of("cip", DEADLINES),
]
STORIES: dict[str, tuple[Sequence[Step], tuple[str, ...]]] = {
    "registration and organisation": (ORGANISATION, ("marketplace", "cip", "civic_data_lab")),
    "review of an idea": (REVIEW, ("marketplace", "cip")),
    "deadline of an offer": (OFFER, ("marketplace", "cip")),
    "team requests": (TEAM, ("marketplace", "cip")),
    "funding with partners": (FUNDING, ("marketplace", "cip")),
    "competition up to the award": (AWARD, ("marketplace", "cip")),
    "profile": (MARKET, ("marketplace",)),
    "match and contact": (MATCH, ("marketplace",)),
}


@pytest.mark.parametrize("name", STORIES)
async def test_the_end_is_the_same(name: str, templates: Templates, fresh_database: FreshDatabase) -> None:
    story, houses = STORIES[name]
    place = "demo" if story is OFFER else "empty"  # in the empty town nobody has put in an offer
    names = await templates(place)
    ends = {}
    for stopped in (None, *houses):
        urls = {house: await fresh_database(names[house]) if house in WRITTEN else names[house] for house in SERVICES}
        async with opened(place, urls) as town:
            ends[stopped] = await left_of(await tell(town, story, stopped))
    for stopped in houses:
        assert ends[stopped] == ends[None], stopped
    assert ends[None]["parked"] == ends[None]["parked in cip"] == {}
