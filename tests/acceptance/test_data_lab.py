"""Civic Data Lab: strangers get advice, hand in a sketch, publish and use data, learn; each way to its end.

Unterstützt, Daten zu nutzen: from the registration at the network to the end of each way.
"""

from __future__ import annotations

from typing import Any

from tests.acceptance.conftest import Town, saved
from tests.acceptance.people import IDEA, join, notified, organisation, published

STAFF = "datalab"
PRIVACY = "2023-07"
WAY = ("SCREENING", "SCOPING", "CAPACITY_CHECK", "TENDER", "KICKOFF", "IMPLEMENTATION", "TESTING")
LICENCE = "http://dcat-ap.de/def/licenses/cc-by/4.0"
VERB_BOOK = """mutation ($slot: ID!) { p: bookDataConsultation(slotId: $slot, concern: "Was nun?") {
  session { status } errors { code } } }"""
"""Asks nothing of the marketplace."""


async def free_slots(town: Town) -> list[str]:
    """The staff opens three appointments from the day after tomorrow on."""
    (consultation, *_) = (await town.saved(None, 180))["dataConsultations"]
    slots = [{"startsAt": town.moment(days=2 + day, hours=5), "minutes": 45} for day in range(3)]
    opened = await town.done(STAFF, 199, id=consultation["id"], slots=slots)
    return [each["id"] for each in opened["slots"]]


async def open_call(town: Town, places: int = 1) -> str:
    text = {
        "title": {"de": "Datenvorhaben der Prüfung (fiktiv)"},
        "summary": {"de": "Wir begleiten (fiktiv)."},
        "status": "OPEN",
        "topicSlugs": ["open-data"],
        "audiences": ["WELFARE"],
        "applyUntil": town.moment(days=30),
        "places": places,
    }
    made = await town.done(STAFF, 201, input=text, key="call")
    found: str = made["call"]["id"]
    return found


def sketch(call: str, applicant: str, **changes: Any) -> dict[str, Any]:
    return {
        "callId": call,
        "title": "Barrieren zählen",
        "summary": "Wo kommt man nicht weiter?",
        "applicantId": applicant,
        "topicSlugs": ["open-data"],
        "dataDescription": "Eine Liste mit Orten",
        "privacyTextVersion": PRIVACY,
        **changes,
    }


def described(publisher: str, **changes: Any) -> dict[str, Any]:
    form = {"format": "CSV", "accessUrl": "https://daten.example.org/b.csv", "licenseUri": LICENCE}
    return {
        "title": {"de": "Barrieren im Viertel"},
        "description": {"de": "Stufen, Bordsteine, Engstellen."},
        "keywords": ["Barrieren"],
        "topicSlugs": ["open-data"],
        "regionArs": ["150020000000"],
        "publisherId": publisher,
        "accessRights": "PUBLIC",
        "personalData": "NONE",
        "distributions": [form],
        **changes,
    }


async def test_a_stranger_gets_advice_and_a_sketch_comes_of_it(town: Town) -> None:
    first, second, third = await free_slots(town)
    asked = {"slotId": first, "concern": "Wie zählen wir Barrieren?"}
    assert await town.codes(None, 181, **asked) == ["UNAUTHENTICATED"]
    assert await town.codes("fremde", 181, **asked) == ["FORBIDDEN"], "not yet registered at the network"
    await join(town, "fremde")
    # Registered a second ago: the house looks at once what it has not been told yet.
    booked = await town.done("fremde", 181, **asked)
    assert booked["session"]["status"] == "CONFIRMED"
    verein = await organisation(town, "vorstand", "zaehlverein", "WELFARE")
    assert await town.codes("vorstand", 181, **asked) == ["CAPACITY_FULL"]
    for_them = await town.done("vorstand", 181, **{**asked, "slotId": second}, onBehalfOf=verein)

    # The marketplace is away: advice goes on.
    await town.settle()
    await town.stop("marketplace")
    late = await town.ask("fremde", VERB_BOOK, {"slot": third})
    assert late["data"]["p"] == {"session": {"status": "CONFIRMED"}, "errors": []}
    unknown = await town.ask("niemand", VERB_BOOK, {"slot": third})
    assert [each["code"] for each in unknown["data"]["p"]["errors"]] == ["UNAVAILABLE"], "nobody can say who that is"
    await town.start("marketplace")

    refused = await town.ask("fremde", saved(197))
    assert "FORBIDDEN" in {each["extensions"]["code"] for each in refused["errors"]}
    queue = (await town.saved(STAFF, 197, status=["CONFIRMED"], first=100))["dataConsultations"]
    concerns = [each["concern"] for entry in queue for each in entry["sessions"]["nodes"]]
    assert concerns.count("Wie zählen wir Barrieren?") == 2
    await town.done("fremde", 182, id=booked["session"]["id"])

    session = for_them["session"]["id"]
    town.later(days=4)
    held = await town.done(STAFF, 198, id=session, outcome="SKETCH", sketchTitle="Barrieren zählen")
    assert held["session"]["dataProject"]["stage"] == "SKETCH"
    told = await notified(town, "vorstand")
    assert "Das Ergebnis Ihrer Datensprechstunde ist eingetragen." in told
    mine = (await town.saved("vorstand", 183))["viewer"]["member"]["dataConsultations"]["nodes"]
    assert [(each["status"], each["outcome"]) for each in mine] == [("HELD", "SKETCH")]


async def test_a_sketch_becomes_a_project_that_leaves_data_behind(town: Town) -> None:
    verein = await organisation(town, "vorstand", "zaehlverein", "WELFARE")
    amt = await organisation(town, "amtsperson", "stadtamt", "MUNICIPALITY", is_non_profit=False)
    call = await open_call(town)
    idea = await published(town, "vorstand", **{**IDEA, "title": "Barrieren", "dataNeeds": "Barrieren im Viertel"})
    assert await town.codes("amtsperson", 185, input=sketch(call, amt), key="k") == ["INVALID"]
    old = sketch(call, verein, privacyTextVersion="2001-01")
    assert await town.codes("vorstand", 185, input=old, key="k") == ["CONSENT_MISSING"]
    wish = sketch(call, verein, ideaId=idea)
    made = await town.done("vorstand", 185, input=wish, key="k")
    assert await town.done("vorstand", 185, input=wish, key="k") == made
    project = made["project"]["id"]
    second = (await town.done("vorstand", 185, input=wish, key="another"))["project"]["id"]
    ways = [await town.saved(who, 187, id=project) for who in ("vorstand", "fremde", None)]
    assert [each["dataProject"] is None for each in ways] == [False, True, True], "not public before its kick-off"

    for stage in WAY:
        await town.done(STAFF, 200, id=project, to=stage)
        if stage in ("SCREENING", "SCOPING", "CAPACITY_CHECK"):
            await town.done(STAFF, 200, id=second, to=stage)
    assert await town.codes(STAFF, 200, id=second, to="TENDER") == ["CAPACITY_FULL"]
    assert (await town.done("vorstand", 186, id=second))["project"]["stage"] == "NOT_CONTINUED"
    seen = (await town.saved(None, 187, id=project))["dataProject"]
    assert (seen["stage"], seen["idea"]["title"]) == ("TESTING", "Barrieren")

    # Its data: written by the applicant, read by the staff, and then it may be published.
    assert await town.codes(STAFF, 200, id=project, to="PUBLISHED") == ["INVALID"]
    data = (await town.done("vorstand", 188, input=described(verein, projectId=project), key="d"))["dataset"]
    await town.done("vorstand", 189, id=data["id"], to="IN_REVIEW")
    assert await town.codes("vorstand", 189, id=data["id"], to="PUBLISHED") == ["FORBIDDEN"]
    await town.done(STAFF, 189, id=data["id"], to="PUBLISHED")
    await town.done(STAFF, 200, id=project, to="PUBLISHED")
    await town.done(STAFF, 200, id=project, to="HANDED_OVER")
    assert "Ihr Datensatz ist veröffentlicht." not in await notified(town, STAFF)
    assert "Ihr Datensatz ist veröffentlicht." in await notified(town, "vorstand")

    # Used, the idea is ready; and withdrawn, only a tombstone is left at its address.
    before = (await town.saved("vorstand", 196, id=idea))["idea"]["dataReadiness"]["level"]
    await town.done("vorstand", 190, datasetId=data["id"], projectId=project, purpose={"de": "Vergleich"})
    after = (await town.saved("vorstand", 196, id=idea))["idea"]["dataReadiness"]
    assert (before in ("IDENTIFIED", "ACCESSIBLE"), after["level"], after["advice"]) == (True, "PREPARED", [])
    await town.done(STAFF, 189, id=data["id"], to="WITHDRAWN", note="Doppelt")
    gone = (await town.saved(None, 191, uri=data["uri"]))["dataset"]
    assert (gone["status"], gone["title"]["text"]) == ("WITHDRAWN", "Zurückgezogener Datensatz")
    assert (gone["distributions"], gone["publisher"]) == ([], None)


async def test_a_stranger_learns_to_the_end(town: Town) -> None:
    packages = (await town.saved(None, 192, first=50))["learningModules"]
    module = next(each["id"] for each in packages if each["status"] == "OPEN")
    await join(town, "lernende")
    begun = (await town.done("lernende", 193, moduleId=module))["enrolment"]
    assert (await town.done("lernende", 193, moduleId=module))["enrolment"]["id"] == begun["id"]
    assert (await town.done("lernende", 194, id=begun["id"], percent=60))["enrolment"]["status"] == "IN_PROGRESS"
    assert await town.codes("lernende", 194, id=begun["id"], percent=20) == ["INVALID"]
    await join(town, "andere")
    assert await town.codes("andere", 194, id=begun["id"], percent=100) == ["NOT_FOUND"]
    done = (await town.done("lernende", 194, id=begun["id"], percent=100))["enrolment"]
    assert (done["status"], done["viewerActions"]) == ("COMPLETED", [])
    mine = (await town.saved("lernende", 183))["viewer"]["member"]["enrolments"]["nodes"]
    assert [each["status"] for each in mine] == ["COMPLETED"]


async def test_a_programme_that_has_ended_stays_readable(town: Town) -> None:
    (slot, *_) = await free_slots(town)
    await join(town, "fremde")
    await town.rows("civic_data_lab", "UPDATE programme_text SET runs_until = '2025-06-01'")
    assert await town.codes("fremde", 181, slotId=slot, concern="Zu spät") == ["PROGRAMME_ENDED"]
    packages = (await town.saved(None, 192))["learningModules"]
    assert {each["status"] for each in packages} == {"ENDED"}
