"""The rows of the labour ministry's house, over the gateway, as the persons, on the demo data.

Teilnehmende des CIP-Ideenwettbewerbs · Projektverbünde, die sich bewerben · der öffentliche Bereich der CIP bleibt.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from gateway.identity.signing import Persona
from tests.federation.running import Running, anybody, running, tell_actors, until_told
from tools.run.settings import ROOT

OPERATIONS = ROOT / "schema" / "operations"
NAMES = {file.name[:2]: file for file in OPERATIONS.glob("[0-9][0-9]_*.graphql")}


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with running(tmp_path_factory.mktemp("house")) as found:
        asyncio.run(tell_actors(found, datetime.now(UTC)))
        until_told(found, "cip")
        yield found


def ask(house: Running, query: str, persona: Persona | None = None, **variables: Any) -> Any:
    """The data of an answer without errors."""
    answer = house.ask(query, variables, persona)
    assert not answer.get("errors"), answer
    return answer["data"]


def saved(house: Running, number: str, persona: Persona | None, **variables: Any) -> Any:
    """The one field of a saved operation."""
    (field,) = ask(house, NAMES[number].read_text(encoding="utf-8"), persona, **variables).values()
    return field


def codes(payload: Any) -> list[str]:
    return [error["code"] for error in payload["errors"]]


def test_an_idea_is_entered_screened_invited_and_awarded(house: Running) -> None:
    mira, jonas, neuling, staff = (house.personas[name] for name in ("mira", "jonas", "neuling", "cip"))
    (round_,) = [each for each in saved(house, "65", None) if each["phase"] == "SUBMISSION"]
    assert (round_["number"], round_["status"]) == (4, "OPEN")
    idea = ask(house, '{ idea(id: "idea_0001") { version } }')["idea"]
    wish = {
        "roundId": round_["id"],
        "ideaId": "idea_0001",
        "expectedIdeaVersion": idea["version"],
        "category": "INCLUSION_AND_DIVERSITY",
        "organisationIds": [],
    }
    with house.silent("marketplace"):
        assert codes(saved(house, "66", mira, input=wish, key="acceptance-1")) == ["UNAVAILABLE"]
    entry = saved(house, "66", mira, input=wish, key="acceptance-1")
    assert codes(entry) == [], entry
    entry_id = entry["entry"]["id"]
    assert (entry["entry"]["status"], entry["entry"]["referenceNumber"]) == ("SUBMITTED", "R4-001")
    with house.silent("marketplace"):
        again = saved(house, "66", mira, input=wish, key="acceptance-1")
    assert (again["entry"]["id"], codes(again)) == (entry_id, [])
    assert codes(saved(house, "66", mira, input={**wish, "expectedIdeaVersion": 99}, key="acceptance-2")) == [
        "CONFLICT_VERSION"
    ]
    assert codes(saved(house, "66", neuling, input=wish, key="acceptance-3")) == ["FORBIDDEN"]
    look = "query ($id: ID!) { competitionEntry(id: $id) { id status idea { title } } }"
    assert ask(house, look, None, id=entry_id) == {"competitionEntry": None}
    assert ask(house, look, jonas, id=entry_id)["competitionEntry"]["status"] == "SUBMITTED"
    early = saved(house, "68", staff, id=round_["id"], to="SCREENING")
    assert codes(early) == ["WRONG_STATE"]
    text = {
        "title": {"de": "Gemeinsam wird es KI, vierte Runde (fiktiv)"},
        "summary": {"de": "Die Frist ist um (fiktiv)."},
        "topicSlugs": ["inclusion"],
        "audiences": ["CIVIL_SOCIETY"],
        "maxAwards": 1,
        "maxPrize": "20000",
        "timeline": [{"phase": "SUBMISSION", "on": "2025-05-15"}, {"phase": "SCREENING", "on": "2025-06-16"}],
        "submissionUntil": "2025-06-15T23:59:59+02:00",
    }
    moved = saved(house, "67", staff, id=round_["id"], input=text)
    assert (codes(moved), moved["round"]["phase"], moved["round"]["status"]) == ([], "SCREENING", "CLOSED")
    assert codes(saved(house, "66", mira, input=wish, key="acceptance-4")) == ["DEADLINE_PASSED"]
    assert codes(saved(house, "69", mira, id=entry_id)) == ["DEADLINE_PASSED"]
    assert codes(saved(house, "70", staff, id=entry_id, to="ELIGIBLE")) == []
    pitch = saved(house, "70", staff, id=entry_id, to="INVITED_TO_PITCH", pitchAt="2025-09-22T10:00:00+02:00")
    assert pitch["entry"]["pitch"]["at"] == "2025-09-22T08:00:00+00:00"
    for phase in ("SCREENING", "PITCH", "JURY_DELIBERATION"):
        assert codes(saved(house, "68", staff, id=round_["id"], to=phase)) == []
    prize = {"entryId": entry_id, "prize": "12000", "category": "INCLUSION_AND_DIVERSITY", "laudation": {"de": "Klar."}}
    award = saved(house, "71", staff, input=prize)
    assert (codes(award), len(award["award"]["tranches"])) == ([], 3)
    assert codes(saved(house, "68", staff, id=round_["id"], to="AWARDED")) == []
    # Everybody sees who won; nobody but the winners and the house, how it is paid.
    public = "query ($id: ID!) { competitionEntry(id: $id) { status award { prize { amount } awardedOn } } }"
    seen = ask(house, public, None, id=entry_id)["competitionEntry"]
    assert seen == {"status": "AWARDED", "award": {"prize": {"amount": "12000.00"}, "awardedOn": "2025-06-16"}}
    assert entry_id in str(ask(house, '{ idea(id: "idea_0001") { awards { entry { id } } } }'))


def test_a_consortium_applies_in_two_steps_and_becomes_a_project(house: Running) -> None:
    jonas, staff = house.personas["jonas"], house.personas["cip"]
    lindental, musterheim = (anybody(each, "grants:apply") for each in ("member_0202", "member_0373"))
    weak = anybody("member_0002", "grants:apply", acr="STORK-QAA-Level-1")
    wish = {
        "callId": "call_0002",
        "title": "Schicht im Dialog (fiktiv)",
        "abstract": "Ein Verbund erprobt Schichtpläne, an denen alle mitwirken.",
        "ideaId": "idea_0001",
        "consortiumName": "Verbund Dialog (fiktiv)",
        "partners": [
            {"organisationId": "org_0007", "role": "COORDINATOR", "requested": "200000"},
            {"organisationId": "org_0012", "role": "PARTNER", "requested": "100000"},
            {"organisationId": "org_0009", "role": "PARTNER", "requested": "50000"},
        ],
    }
    draft = saved(house, "74", jonas, input=wish, key="consortium")
    assert codes(draft) == [], draft
    id_ = draft["application"]["id"]
    assert draft["application"]["consortium"]["isComplete"] is False
    assert codes(saved(house, "76", jonas, id=id_, version=1)) == ["INVALID"]
    for persona, organisation in ((lindental, "org_0012"), (musterheim, "org_0009")):
        answered = saved(house, "75", persona, id=id_, organisation=organisation, confirm=True)
        assert codes(answered) == []
    assert answered["application"]["consortium"]["isComplete"] is True
    refused = house.ask(NAMES["76"].read_text(encoding="utf-8"), {"id": id_, "version": 1}, weak)
    assert [error["extensions"]["code"] for error in refused["errors"]] == ["FORBIDDEN"]
    own = house.ask(NAMES["76"].read_text(encoding="utf-8"), {"id": id_, "version": 1}, weak, port="cip")
    assert codes(own["data"]["submitGrantApplication"]) == ["ASSURANCE_TOO_LOW"]
    with house.silent("marketplace"):
        assert codes(saved(house, "76", jonas, id=id_, version=1)) == [], (
            "applications work while the marketplace is away"
        )
    assert codes(saved(house, "78", staff, id=id_, to="INVITED_TO_APPLY")) == []
    assert codes(saved(house, "73", staff, id="call_0002", to="APPLICATION")) == []
    assert codes(saved(house, "76", jonas, id=id_, version=1)) == []
    assert codes(saved(house, "78", staff, id=id_, to="IN_ASSESSMENT")) == []
    granted = saved(house, "78", staff, id=id_, to="GRANTED", granted="300000")
    assert (codes(granted), granted["application"]["status"]) == ([], "GRANTED")
    project = granted["application"]["project"]["id"]
    look = """query ($id: ID!) { fundedProject(id: $id) { title funding { amount }
      consortium { partners { organisation { displayName } } } } }"""
    seen = ask(house, look, None, id=project)["fundedProject"]
    assert (seen["title"], seen["funding"]["amount"]) == (wish["title"], "300000.00")
    assert seen["consortium"]["partners"][0]["organisation"]["displayName"].startswith("Wortbrücke Halle")
    application = "query ($id: ID!) { grantApplication(id: $id) { title } }"
    assert ask(house, application, house.personas["mira"], id=id_) == {"grantApplication": None}
    assert ask(house, application, lindental, id=id_)["grantApplication"]["title"] == wish["title"]
    assert house.ask(application, {"id": id_}, None)["errors"]


def test_the_public_area_stays_readable_without_a_login(house: Running) -> None:
    seen = ask(
        house,
        """{ programmes { ... on CipProgramme { publicPages { slug body { de } } } }
          competitionRounds { number phase awards { prize { amount } entry { titleAtSubmission } } }
          fundingCalls { phase status } awards(first: 5) { prize { amount } }
          fundedProjects(first: 5) { totalCount nodes { title consortium { name } } } }""",
    )
    (of_cip,) = [each["publicPages"] for each in seen["programmes"] if each]
    assert [page["slug"] for page in of_cip] == [
        "wettbewerb",
        "foerderung",
        "umzug-der-community",
    ]
    assert {each["phase"] for each in seen["fundingCalls"]} >= {
        "ANNOUNCED",
        "ASSESSMENT",
        "GRANTED",
        "RUNNING",
        "CLOSED",
    }
    assert sum(len(each["awards"]) for each in seen["competitionRounds"]) >= 64
    assert seen["fundedProjects"]["totalCount"] >= 22
    assert (len(seen["awards"]), Path(OPERATIONS).is_dir()) == (5, True)
