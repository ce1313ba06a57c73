"""Projektförderung: partners confirm, interest, application, grant, project; with a log-in that is sure enough."""

from __future__ import annotations

from typing import Any

import pytest

from tests.acceptance.conftest import AWAY, Town
from tests.acceptance.people import join, notified, organisation, subjects

CALL: dict[str, Any] = {
    "title": {"de": "Aufruf der Prüfung (fiktiv)", "deSimple": "Geld für Ideen"},
    "summary": {"de": "Projektverbünde für das Gemeinwohl (fiktiv)"},
    "topicSlugs": ["plain-language"],
    "audiences": ["WELFARE", "SCIENCE"],
    "guidelineUrl": "https://example.org/richtlinie",
    "projectManagementAgency": "Projektträger (fiktiv)",
    "maxFundingPerProject": "400000",
    "minPartners": 2,
    "requiredSectors": 2,
}


@pytest.fixture
async def partners(town: Town) -> tuple[str, str]:
    """Two organisations, of persons who act for one each."""
    first = await organisation(town, "koordination", "wortbruecke-neu", "WELFARE")
    return first, await organisation(town, "partnerin", "hochschule-neu", "SCIENCE", is_non_profit=True)


async def open_call(town: Town) -> str:
    until = {"interestUntil": town.moment(days=10), "applicationUntil": town.moment(days=60)}
    saved = await town.done("cip", 72, input={**CALL, **until}, key="call")
    found: str = saved["call"]["id"]
    await town.done("cip", 73, id=found, to="EXPRESSION_OF_INTEREST")
    return found


def text(call: str, partners: tuple[str, str], **changes: Any) -> dict[str, Any]:
    lines = [
        {"organisationId": partners[0], "role": "COORDINATOR", "requested": "200000"},
        {"organisationId": partners[1], "role": "PARTNER", "requested": "100000"},
    ]
    said = {
        "title": "Bescheide verstehen",
        "abstract": "Wir übertragen Bescheide.",
        "consortiumName": "Verbund Klartext",
    }
    return {"callId": call, **said, "partners": lines, **changes}


async def drafted(town: Town, call: str, partners: tuple[str, str]) -> str:
    saved = await town.done("koordination", 74, input=text(call, partners), key="draft")
    found: str = saved["application"]["id"]
    return found


async def test_a_consortium_applies_in_two_steps_and_gets_its_project(town: Town, partners: tuple[str, str]) -> None:
    call = await open_call(town)
    assert await town.codes("partnerin", 74, input=text(call, partners), key="x") == ["FORBIDDEN"], (
        "not the coordinator"
    )
    application = await drafted(town, call, partners)
    assert await drafted(town, call, partners) == application, "the same key is the same draft"
    assert await town.codes("koordination", 76, id=application, version=1) == ["INVALID"], "a partner has not confirmed"
    assert "Ihre Organisation ist als Partnerin eines Förderantrags angefragt." in await notified(town, "partnerin")
    answered = {"id": application, "organisation": partners[1], "confirm": True}
    assert await town.codes("koordination", 75, **answered) == ["FORBIDDEN"]
    confirmed = (await town.done("partnerin", 75, **answered))["application"]
    assert (confirmed["consortium"]["isComplete"], confirmed["consortium"]["missing"]) == (True, [])
    await join(town, "fremde person")
    assert await town.codes("fremde person", 76, id=application, version=1) == ["NOT_FOUND"]
    assert (await town.done("koordination", 76, id=application, version=1))["application"]["status"] == "EOI_SUBMITTED"
    assert await town.codes("koordination", 74, id=application, version=1, input=text(call, partners)) == [
        "WRONG_STATE"
    ]
    await town.done("cip", 78, id=application, to="INVITED_TO_APPLY", note="Bitte stellen Sie den Antrag.")
    town.later(days=11)
    await town.done("cip", 73, id=call, to="APPLICATION")
    submitted = (await town.done("koordination", 76, id=application, version=1))["application"]
    assert submitted["status"] == "APPLICATION_SUBMITTED"
    await town.done("cip", 73, id=call, to="ASSESSMENT")
    await town.done("cip", 78, id=application, to="IN_ASSESSMENT")
    assert await town.codes("cip", 78, id=application, to="GRANTED", granted="300000.01") == ["INVALID"]
    granted = (await town.done("cip", 78, id=application, to="GRANTED", granted="270000"))["application"]
    project = granted["project"]
    assert project["funding"]["amount"] == "270000.00"
    again = (await town.did("cip", 78, id=application, to="GRANTED", granted="270000"))["application"]
    assert again is None or again["project"] == project, "there is one project"
    for person in ("koordination", "partnerin"):
        assert "Über einen Förderantrag Ihres Verbunds wurde entschieden." in await notified(town, person)
    public = await town.ask(
        None,
        "query ($id: ID!) { fundedProject(id: $id) { consortium { partners { role funding { amount } } } } }",
        {"id": project["id"]},
    )
    shares = [each["funding"]["amount"] for each in public["data"]["fundedProject"]["consortium"]["partners"]]
    assert shares == ["180000.00", "90000.00"]
    given = {"status": "RUNNING", "maturity": "PROTOTYPE", "license": "EUPL-1.2"}
    assert (await town.done("cip", 79, id=project["id"], input=given))["project"]["license"] == "EUPL-1.2"


async def test_an_application_is_for_its_partners_and_the_staff(town: Town, partners: tuple[str, str]) -> None:
    application = await drafted(town, await open_call(town), partners)
    await join(town, "fremde person")
    query = "query ($id: ID!) { grantApplication(id: $id) { id title } }"

    async def seen(person: str | None) -> bool:
        return ((await town.ask(person, query, {"id": application})).get("data") or {}).get(
            "grantApplication"
        ) is not None

    told = {"__typename": "GrantApplication", "id": application, "title": "Bescheide verstehen"}
    assert told in await subjects(town, "partnerin")
    people = ("koordination", "partnerin", "cip", "fremde person", "marktplatz", None)
    assert [await seen(person) for person in people] == [True, True, True, False, False, False]
    await town.done("partnerin", 75, id=application, organisation=partners[1], confirm=False)
    assert [await seen(person) for person in people[:3]] == [True, False, True], "who has declined sees it no more"
    mandate = {"__typename": "Organisation"}  # that it may act for one; the application is not for it any more
    told_of = await subjects(town, "partnerin")
    assert (len(told_of), None in told_of, mandate in told_of) == (2, True, True), "which comes first is open"


async def test_a_log_in_that_is_not_sure_enough_submits_nothing(town: Town, partners: tuple[str, str]) -> None:
    call = await open_call(town)
    application = await drafted(town, call, partners)
    await town.done("partnerin", 75, id=application, organisation=partners[1], confirm=True)
    weak = "koordination:STORK-QAA-Level-1"
    refused = await town.codes(weak, 76, id=application, version=1)
    assert refused in (["FORBIDDEN"], ["ASSURANCE_TOO_LOW"])
    assert await town.rows("cip", "SELECT status FROM grant_application WHERE id = $1", application) == [("DRAFT",)]
    assert await town.codes("koordination", 76, id=application, version=1) == []


async def test_an_application_goes_on_after_a_house_was_away(town: Town, partners: tuple[str, str]) -> None:
    call = await open_call(town)
    application = await drafted(town, call, partners)
    # Partners are known by copies: without the marketplace they still answer.
    await town.stop("marketplace")
    await town.done("partnerin", 75, id=application, organisation=partners[1], confirm=True)
    with_idea = text(call, partners, ideaId="idea_0001")
    assert await town.codes("koordination", 74, input=with_idea, key="idea") == ["UNAVAILABLE"]
    await town.stop("cip")
    assert await town.codes("koordination", 76, id=application, version=1) == [AWAY]
    await town.start("cip")
    assert (await town.done("koordination", 76, id=application, version=1))["application"]["status"] == "EOI_SUBMITTED"
    await town.start("marketplace")
    assert "Ein Förderantrag Ihres Verbunds wurde eingereicht." in await notified(town, "partnerin")
