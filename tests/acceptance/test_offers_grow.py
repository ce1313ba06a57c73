"""Das Unterstützungsangebot wächst: each ministry puts in and changes its offers by mutation (domain_slice2 2.10)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pytest

from tests.acceptance.conftest import Town
from tests.acceptance.people import join
from tools.judge_operations.texts import CALL, DATA_CALL, PILOT_CALL, WORKSHOP

EVENT = {
    "title": {"de": "Forum (fiktiv)", "deSimple": "Treffen"},
    "summary": {"de": "Wir zeigen, was aus Ideen wurde."},
    "status": "ANNOUNCED",
    "topicSlugs": [],
    "audiences": ["WELFARE"],
    "format": "FORUM",
    "isOnline": True,
    "accessibility": [],
    "capacity": 20,
}
ROUND = {
    "title": {"de": "Neue Runde (fiktiv)"},
    "summary": {"de": "Ideen für alle."},
    "topicSlugs": ["plain-language"],
    "audiences": ["WELFARE"],
    "maxAwards": 3,
    "maxPrize": "20000",
}


@dataclass(frozen=True, slots=True)
class Offer:
    """``number``: its saved operation; ``given``: the payload's field; ``dates``: by field days from now."""

    staff: str
    number: int
    given: str
    type_name: str
    text: Mapping[str, Any]
    dates: Mapping[str, int]


OFFERS = (
    Offer("cip", 67, "round", "CompetitionRound", ROUND, {"submissionUntil": 40}),
    Offer("cip", 72, "call", "FundingCall", CALL, {"interestUntil": 40, "applicationUntil": 80}),
    Offer("ideenwerkstatt", 163, "workshop", "Workshop", WORKSHOP, {"startsAt": 40, "endsAt": 41}),
    Offer("ideenwerkstatt", 169, "call", "PilotCall", PILOT_CALL, {"stageOneUntil": 40}),
    Offer("datalab", 201, "call", "DataProjectCall", DATA_CALL, {"applyUntil": 40}),
    Offer("marktplatz", 222, "event", "CommunityEvent", EVENT, {"startsAt": 40, "endsAt": 41, "applyUntil": 30}),
)


def text(town: Town, offer: Offer) -> dict[str, Any]:
    dates: dict[str, Any] = {name: town.moment(days=days) for name, days in offer.dates.items()}
    if offer.type_name == "CompetitionRound":
        phases = {"SUBMISSION": 10, "SCREENING": 41, "PITCH": 60, "JURY_DELIBERATION": 70, "AWARDED": 80}
        dates["timeline"] = [{"phase": phase, "on": town.day(days)} for phase, days in phases.items()]
    return {**offer.text, **dates}


@pytest.mark.parametrize("offer", OFFERS, ids=lambda offer: offer.type_name)
async def test_the_staff_puts_an_offer_in_and_changes_it(town: Town, offer: Offer) -> None:
    given = text(town, offer)
    await join(town, "leserin")
    assert await town.codes("leserin", offer.number, input=given) == ["FORBIDDEN"], "offers are the house's"
    others = {each.staff for each in OFFERS} - {offer.staff}
    for other in sorted(others):
        assert await town.codes(other, offer.number, input=given) == ["FORBIDDEN"], "of this house"
    keys = {} if offer.type_name == "CommunityEvent" else {"key": "once"}
    made = (await town.done(offer.staff, offer.number, input=given, **keys))[offer.given]
    if keys:
        assert (await town.done(offer.staff, offer.number, input=given, **keys))[offer.given]["id"] == made["id"]
    await seen(town, offer, made["id"], given["title"]["de"])
    german = {**given, "title": {"en": "Only English"}}
    assert await town.codes(offer.staff, offer.number, id=made["id"], input=german) != [], "German always"
    changed = {**given, "title": {**given["title"], "de": "Anders (fiktiv)"}}
    await town.done(offer.staff, offer.number, id=made["id"], input=changed)
    await seen(town, offer, made["id"], "Anders (fiktiv)")
    assert await town.codes(offer.staff, offer.number, id="nothing_0001", input=changed) == ["NOT_FOUND"]


async def seen(town: Town, offer: Offer, id_: str, title: str) -> None:
    """Everybody finds it among what its programme offers."""
    query = "{ programmes { supportOffers(first: 100) { nodes { __typename id title { de } } } } }"
    came = await town.ask(None, query)
    assert "errors" not in came, came["errors"]
    nodes = [node for each in came["data"]["programmes"] for node in each["supportOffers"]["nodes"]]
    assert {"__typename": offer.type_name, "id": id_, "title": {"de": title}} in nodes


FREE = {"consultationId": "slots(first: 100)", "id": "nextFreeSlots(first: 100)"}
PARENTS = {"consultationId": "aiConsultations", "id": "dataConsultations"}


@pytest.mark.parametrize("town", ["demo"], indirect=True)
@pytest.mark.parametrize(
    ("staff", "number", "where"), [("ideenwerkstatt", 166, "consultationId"), ("datalab", 199, "id")]
)
async def test_new_appointments_are_free_at_once(town: Town, staff: str, number: int, where: str) -> None:
    parent = PARENTS[where]
    field = FREE[where]
    look = f"{{ {parent} {{ id {field} {{ id startsAt }} }} }}"
    consultation = (await town.ask(None, look))["data"][parent][0]["id"]
    slot: dict[str, Any] = {"startsAt": town.moment(days=20, minutes=7), "minutes": 30}
    if staff == "ideenwerkstatt":
        ((slot["expertId"],),) = await town.rows("ideenwerkstatt", "SELECT id FROM expert ORDER BY id LIMIT 1")
    given = {where: consultation, "slots": [slot]}
    await join(town, "leserin")
    assert await town.codes("leserin", number, **given) == ["FORBIDDEN"]
    (made,) = (await town.done(staff, number, **given))["slots"]
    (again,) = (await town.done(staff, number, **given))["slots"]
    assert again["id"] == made["id"]
    over = {**slot, "startsAt": town.moment(days=20, minutes=20)}
    assert await town.codes(staff, number, **{**given, "slots": [over]}) == ["INVALID"], "no two at once"
    free = [each for it in (await town.ask(None, look))["data"][parent] for each in it[field.partition("(")[0]]]
    assert made["id"] in [each["id"] for each in free]
