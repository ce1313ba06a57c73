"""Ideenwerkstatt: strangers take part in a workshop, ask an expert, apply as a pilot project, hand over a prototype.

Entwickeln, erproben und in Anwendung bringen: from the registration at the network to the end of each way.
"""

from __future__ import annotations

from typing import Any

from tests.acceptance.conftest import AWAY, Town, saved
from tests.acceptance.people import join, notified, organisation, published

STAFF = "ideenwerkstatt"
CONSULTATION = """INSERT INTO support_offer (id, type_name, programme_slug, title, summary, kind, status, published_on)
  VALUES ('aiconsultation_x', 'AiConsultation', 'ki-ideenwerkstatt', '{"de": "Sprechstunde (fiktiv)"}', '{"de": "Rat"}',
  'CONSULTATION', 'OPEN', '2025-01-01')"""


def workshop(town: Town, **changes: Any) -> dict[str, Any]:
    return {
        "title": {"de": "Werkstatt der Prüfung (fiktiv)", "deSimple": "Wir bauen etwas"},
        "summary": {"de": "Wir bauen (fiktiv).", "deSimple": "Wir bauen etwas."},
        "status": "ANNOUNCED",
        "topicSlugs": ["biodiversity"],
        "audiences": ["CIVIL_SOCIETY"],
        "applyUntil": town.moment(days=9),
        "format": "HANDS_ON",
        "startsAt": town.moment(days=10),
        "endsAt": town.moment(days=10, hours=3),
        "nuts": "DEE02",
        "capacity": 2,
        "accessibility": ["STEP_FREE"],
        "hostIds": [],
        "expertIds": [],
        **changes,
    }


async def open_workshop(town: Town) -> str:
    made = await town.done(STAFF, 163, input=workshop(town), key="workshop")
    found: str = made["workshop"]["id"]
    await town.done(STAFF, 163, id=found, input=workshop(town, status="OPEN"))
    return found


async def test_a_stranger_takes_part_in_a_workshop(town: Town) -> None:
    found = await open_workshop(town)
    assert await town.codes(None, 151, workshopId=found) == ["UNAUTHENTICATED"]
    assert await town.codes("fremde", 151, workshopId=found) == ["FORBIDDEN"], "not yet registered at the network"
    await join(town, "fremde")
    # Registered a second ago: the house looks at once what it has not been told yet.
    first = await town.done("fremde", 151, workshopId=found, key="a seat")
    assert first["registration"]["status"] == "CONFIRMED"
    assert await town.done("fremde", 151, workshopId=found, key="a seat") == first
    verein = await organisation(town, "vorstand", "waldverein", "CIVIL_SOCIETY")
    second = await town.done("vorstand", 151, workshopId=found, onBehalfOf=verein)
    assert second["registration"]["actor"]["displayName"] == "Waldverein"
    await join(town, "wartende")
    third = await town.done("wartende", 151, workshopId=found)
    assert (third["registration"]["status"], third["registration"]["waitingPosition"]) == ("WAITLISTED", 1)
    refused = await town.ask("wartende", saved(164), {"id": found})
    assert [each["extensions"]["code"] for each in refused["errors"]] == ["FORBIDDEN"]
    queue = (await town.saved(STAFF, 164, id=found))["workshop"]["registrations"]
    assert [each["status"] for each in queue["nodes"]] == ["CONFIRMED", "CONFIRMED", "WAITLISTED"]

    # The marketplace is away: what a house has to know of members it knows itself.
    await town.settle()
    await town.stop("marketplace")
    came = await town.ask("fremde", CANCEL, {"id": first["registration"]["id"]})
    assert came["data"]["p"]["errors"] == []
    late = await town.ask("niemand", REGISTER, {"id": found})
    assert [each["code"] for each in late["data"]["p"]["errors"]] == ["UNAVAILABLE"], "nobody can say who that is"
    await town.start("marketplace")
    assert any(text.startswith("Sie sind nachgerückt") for text in await notified(town, "wartende"))
    told = (await town.ask("wartende", SUBJECTS))["data"]["viewer"]["notifications"]["nodes"]
    assert told[0]["subject"] == {"__typename": "WorkshopRegistration", "status": "CONFIRMED"}
    mine = (await town.saved("wartende", 153))["viewer"]["member"]["workshopRegistrations"]
    assert [each["status"] for each in mine["nodes"]] == ["CONFIRMED"]

    # Told to all who have a seat: it begins later.
    moved = workshop(town, status="OPEN", startsAt=town.moment(days=11), endsAt=town.moment(days=11, hours=3))
    await town.done(STAFF, 163, id=found, input=moved)
    assert any("zu einer anderen Zeit" in text for text in await notified(town, "vorstand"))
    town.later(days=11, hours=1)
    assert await town.codes("wartende", 152, id=third["registration"]["id"]) == ["DEADLINE_PASSED"]
    noted = await town.done(STAFF, 165, registrationId=third["registration"]["id"], attended=True)
    assert noted["registration"]["status"] == "ATTENDED"
    # After the end of the programme all stays readable, and nothing is written.
    town.later(days=200)
    assert await town.codes("fremde", 151, workshopId=found) == ["PROGRAMME_ENDED"]
    mine = (await town.saved("wartende", 153))["viewer"]["member"]["workshopRegistrations"]
    assert [each["status"] for each in mine["nodes"]] == ["ATTENDED"]


SUBJECTS = """{ viewer { notifications(first: 1) { nodes { subject { __typename
  ... on WorkshopRegistration { status } } } } } }"""
CANCEL = "mutation ($id: ID!) { p: cancelWorkshopRegistration(id: $id) { registration { status } errors { code } } }"
REGISTER = "mutation ($id: ID!) { p: registerForWorkshop(workshopId: $id) { registration { id } errors { code } } }"


async def test_the_house_is_away_and_comes_back(town: Town) -> None:
    """Its own verbs fail meanwhile, all others work, and nothing that was told is lost."""
    found = await open_workshop(town)
    await join(town, "fremde")
    await town.settle()
    await town.stop("ideenwerkstatt")
    came = await town.ask("fremde", REGISTER, {"id": found})
    assert came["data"] == {"p": None}
    assert [each["extensions"]["code"] for each in came["errors"]] == [AWAY]
    # Others go on: somebody registers at the network meanwhile.
    await join(town, "nachfolgende")
    await town.start("ideenwerkstatt")
    for person in ("fremde", "nachfolgende"):
        done = await town.done(person, 151, workshopId=found, key="a seat")
        assert done["registration"]["status"] == "CONFIRMED"


async def test_a_stranger_asks_an_expert(town: Town) -> None:
    await town.rows("ideenwerkstatt", CONSULTATION)
    await town.rows("ideenwerkstatt", "INSERT INTO ai_consultation VALUES ('aiconsultation_x')")
    sure = await join(town, "kundige")
    await town.settle()
    await town.rows("ideenwerkstatt", "INSERT INTO expert VALUES ('expert_x', $1, '[]', '{DE}', true)", sure)
    slots = [{"expertId": "expert_x", "startsAt": town.moment(days=3, hours=each), "minutes": 45} for each in (0, 1)]
    opened = await town.done(STAFF, 166, consultationId="aiconsultation_x", slots=slots)
    first, second = (each["id"] for each in opened["slots"])
    assert await town.codes(STAFF, 166, consultationId="aiconsultation_x", slots=slots[:1]) == ["INVALID"]
    assert await town.codes("fragende", 155, slotId=first, question="Wie?") == ["FORBIDDEN"]
    await join(town, "fragende")
    await join(town, "andere")
    booked = await town.done("fragende", 155, slotId=first, question="Wie zähle ich Vögel? (fiktiv)")
    assert booked["slot"]["booking"]["question"] == "Wie zähle ich Vögel? (fiktiv)"
    assert await town.codes("andere", 155, slotId=first, question="Ich auch?") == ["CAPACITY_FULL"]
    await town.done("andere", 155, slotId=second, question="Und ich? (fiktiv)")
    await town.done("andere", 156, slotId=second)
    free = {each["id"]: each["slots"] for each in (await town.saved("andere", 154))["aiConsultations"]}
    assert [each["id"] for each in free["aiconsultation_x"]] == [second]
    assert any("KI-Sprechstunde wurde gebucht" in text for text in await notified(town, "kundige"))
    # Nobody else reads what was asked.
    for person, sees in (("fragende", True), ("andere", False), (STAFF, True), ("kundige", True)):
        seen = await town.ask(person, BOOKING, {"id": first})
        assert ("Vögel" in str(seen)) is sees, (person, seen)
    town.later(days=3, minutes=50)
    assert await town.codes("fragende", 156, slotId=first) == ["DEADLINE_PASSED"]
    assert await town.codes("fragende", 168, slotId=first, outcome="?") == ["FORBIDDEN"]
    await town.done(STAFF, 168, slotId=first, outcome="Mit einem Mikrofon. (fiktiv)")
    mine = (await town.saved("fragende", 153))["viewer"]["member"]["consultationSlots"]["nodes"]
    assert [each["booking"]["outcome"] for each in mine] == ["Mit einem Mikrofon. (fiktiv)"]
    assert any("Ergebnis Ihrer KI-Sprechstunde" in text for text in await notified(town, "fragende"))
    held_back = await town.done(STAFF, 167, slotId=second, to="CANCELLED")
    assert held_back["slot"]["status"] == "CANCELLED"


BOOKING = """query ($id: ID!) { aiConsultations { slots(freeOnly: false, first: 50) { id booking { question } } }
  workshops(first: 1) { id } pilotApplication(id: $id) { id } }"""


async def test_a_pilot_project_from_the_application_to_handing_over(town: Town) -> None:
    call = {
        "title": {"de": "Aufruf der Prüfung (fiktiv)", "deSimple": "Ein Aufruf"},
        "summary": {"de": "Für die Umwelt (fiktiv)."},
        "topicSlugs": ["biodiversity"],
        "audiences": ["CIVIL_SOCIETY"],
        "places": 1,
        "stageOneUntil": town.moment(days=5),
    }
    call_id = (await town.done(STAFF, 169, input=call, key="call"))["call"]["id"]
    verein = await organisation(town, "leiterin", "vogelverein", "CIVIL_SOCIETY")
    firma = await organisation(town, "chefin", "firma", "BUSINESS", is_non_profit=False)
    idea = await published(town, "leiterin", title="Vögel zählen", topicSlugs=["biodiversity"], expectedUsers=1000)
    wish = {
        "callId": call_id,
        "ideaId": idea,
        "title": "Vögel zählen (fiktiv)",
        "description": "Wir hören hin (fiktiv).",
        "needs": ["Mikrofone"],
        "applicantId": verein,
    }
    assert await town.codes("leiterin", 158, input=wish, key="a") == ["WRONG_STATE"], "only announced"
    await town.done(STAFF, 170, id=call_id, to="STAGE_ONE")
    assert await town.codes("leiterin", 158, input={**wish, "applicantId": firma}, key="a") == ["FORBIDDEN"]
    assert await town.codes("chefin", 158, input={**wish, "applicantId": firma}, key="a") == ["INVALID"]
    handed_in = await town.done("leiterin", 158, input=wish, key="b")
    own = {"id": handed_in["application"]["id"]}
    assert await town.done("leiterin", 158, input=wish, key="b") == handed_in
    assert (await town.saved("chefin", 175, **own))["pilotApplication"] is None
    await town.done(STAFF, 172, **own, to="STAGE_ONE_PASSED")
    assert any("wurde entschieden" in text for text in await notified(town, "leiterin"))
    town.later(days=6)
    await town.done(STAFF, 170, id=call_id, to="STAGE_TWO")
    await town.done("leiterin", 159, **own, plan="Zuerst hören, dann zählen (fiktiv).")
    await town.done(STAFF, 170, id=call_id, to="SELECTION")
    selected = await town.done(STAFF, 172, **own, to="SELECTED")
    project = selected["application"]["project"]["id"]
    await town.done(STAFF, 170, id=call_id, to="SUPPORT")
    seen = (await town.saved("leiterin", 175, **own))["pilotApplication"]
    assert (seen["status"], seen["project"]["id"], seen["idea"]["id"]) == ("SELECTED", project, idea)

    text = {
        "title": "Vogelkasten (fiktiv)",
        "stage": "SKETCH",
        "projectId": project,
        "ideaId": idea,
        "datasetIds": [],
        "aiMethods": ["SPEECH"],
    }
    assert await town.codes("chefin", 161, input=text) == ["FORBIDDEN"]
    made = await town.done("leiterin", 161, input=text, key="p")
    prototype = made["prototype"]["id"]
    await town.done("leiterin", 161, id=prototype, input={**text, "stage": "FIELD_TEST"})
    assert await town.codes("leiterin", 161, id=prototype, input={**text, "stage": "HANDED_OVER"}) == ["INVALID"] * 2
    whole = {**text, "stage": "HANDED_OVER", "license": "EUPL-1.2", "repositoryUrl": "https://example.org/kasten"}
    over = await town.done(STAFF, 161, id=prototype, input=whole)
    assert over["prototype"]["stage"] == "HANDED_OVER"
    assert any("Prototyp zu Ihrer Idee wurde übergeben" in text for text in await notified(town, "leiterin"))
    measured = {"projectId": project, "rating": "B", "co2KgPerYear": 42.0, "method": "Messung (fiktiv)"}
    await town.done(STAFF, 173, input=measured)
    assert await town.codes(STAFF, 173, input={**measured, "projectId": "none"}) == ["NOT_FOUND"]
    shown = (await town.saved(None, 176, id=prototype))["prototype"]
    assert (shown["stage"], shown["idea"]["id"], shown["project"]["id"]) == ("HANDED_OVER", idea, project)
    estimate = (await town.saved("leiterin", 162, id=idea))["idea"]["sustainabilityEstimate"]
    assert estimate["rating"] == "C", "a language model for a thousand people"
    calls = {each["id"]: each for each in (await town.saved(None, 157))["pilotCalls"]}
    assert [each["id"] for each in calls[call_id]["projects"]] == [project]
