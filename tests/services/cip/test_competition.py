"""Rounds, entries and awards: answers, trips, and who sees what."""

from __future__ import annotations

import pytest

from tests.kit.asking import ask, entities
from tests.services.cip.conftest import Cip


async def test_awards_with_their_entries_take_one_trip_per_level(cip: Cip) -> None:
    answer = await ask(
        cip.app,
        "{ awards(first: 20) { awardedOn category prize { amount currency } laudation { text } round { number }"
        " entry { titleAtSubmission idea { id } team { sector } } } }",
    )
    assert answer.errors == []
    assert answer.data["awards"][0] == {
        "awardedOn": "2021-03-10",
        "category": "INCLUSION_AND_DIVERSITY",
        "prize": {"amount": "20000.00", "currency": "EUR"},
        "laudation": {"text": "Sehr verständlich"},
        "round": {"number": 1},
        "entry": {
            "titleAtSubmission": "Leichte Sprache",
            "idea": {"id": "idea_a"},
            "team": [{"sector": "CIVIL_SOCIETY"}, {"sector": "SCIENCE"}],
        },
    }
    assert answer.data["awards"][1]["prize"]["amount"] == "8000.50"
    assert sorted(cip.trips) == ["awards_newest_desc", "entries_by_ids", "rounds_by_ids", "team_of_entry"]


async def test_a_round_with_everything(cip: Cip) -> None:
    answer = await ask(
        cip.app,
        "{ competitionRound(number: 1) { id title { text en } kind status phase audiences applyUntil url maxAwards"
        " maxPrize { amount } entryCount timeline { phase on } criteria { key label { de } weight }"
        " topics { slug } programme { slug ministries { code } } awards { id }"
        " entries { totalCount nodes { id pitch { slotMinutes videoUrl } award { id } } } } }",
        headers={"accept-language": "en-GB"},
    )
    assert answer.errors == []
    assert answer.data["competitionRound"] == {
        "id": "round_1",
        "title": {"text": "First round", "en": "First round"},
        "kind": "COMPETITION",
        "status": "ENDED",
        "phase": "COMPLETED",
        "audiences": ["CIVIL_SOCIETY", "SCIENCE"],
        "applyUntil": "2020-12-15T22:59:59+00:00",
        "url": "https://example.org/1",
        "maxAwards": 15,
        "maxPrize": {"amount": "20000.00"},
        "entryCount": 3,
        "timeline": [{"phase": "SUBMISSION", "on": "2020-10-01"}, {"phase": "AWARDED", "on": "2021-03-10"}],
        "criteria": [
            {"key": "common-good", "label": {"de": "Gemeinwohl"}, "weight": 0.6},
            {"key": "ai", "label": {"de": "KI"}, "weight": 0.4},
        ],
        "topics": [{"slug": "inclusion"}],
        "programme": {"slug": "cip", "ministries": [{"code": "BMAS"}]},
        "awards": [{"id": "award_a"}, {"id": "award_b"}],
        "entries": {
            "totalCount": 2,
            "nodes": [
                {
                    "id": "entry_a",
                    "pitch": {"slotMinutes": 12, "videoUrl": "https://example.org/video"},
                    "award": {"id": "award_a"},
                },
                {"id": "entry_b", "pitch": None, "award": {"id": "award_b"}},
            ],
        },
    }


async def test_rounds_of_all_years_share_their_trips(cip: Cip) -> None:
    answer = await ask(cip.app, "{ competitionRounds { number entryCount entries { totalCount nodes { id } } } }")
    assert [round_["number"] for round_ in answer.data["competitionRounds"]] == [1, 2]
    assert sorted(cip.trips) == [
        "entries_of_round_reference_asc",
        "entry_count_of_round",
        "rounds_number_asc",
        "submitted_count_of_round",
    ]


async def test_entries_page_by_page(cip: Cip) -> None:
    query = (
        "query ($after: String) { competitionRound(number: 1) { entries(first: 1, after: $after) {"
        " nodes { referenceNumber } pageInfo { hasNextPage hasPreviousPage endCursor } } } }"
    )
    first = (await ask(cip.app, query)).data["competitionRound"]["entries"]
    assert first["nodes"] == [{"referenceNumber": "1-001"}]
    assert (first["pageInfo"]["hasNextPage"], first["pageInfo"]["hasPreviousPage"]) == (True, False)
    second = (await ask(cip.app, query, {"after": first["pageInfo"]["endCursor"]})).data["competitionRound"]["entries"]
    assert second["nodes"] == [{"referenceNumber": "1-002"}]
    assert (second["pageInfo"]["hasNextPage"], second["pageInfo"]["hasPreviousPage"]) == (False, True)
    assert "entry_count_of_round" not in cip.trips  # nobody asked for totalCount


VIEWERS = [
    pytest.param(None, ["entry_a"], id="anonymous"),
    pytest.param({"actor_id": "member_cem"}, ["entry_a"], id="another member"),
    pytest.param({"actor_id": "member_ada"}, ["entry_a", "entry_c"], id="herself"),
    pytest.param({"scope": "cip:manage"}, ["entry_a", "entry_c"], id="staff"),
    pytest.param({"scope": "marketplace:manage"}, ["entry_a"], id="staff of another programme"),
]


@pytest.mark.parametrize(("claims", "expected"), VIEWERS)
@pytest.mark.parametrize(
    "representation",
    [{"id": "member_ada"}, {"cipMemberNumber": "CIP-1"}, {"id": "member_ada", "cipMemberNumber": "CIP-1"}],
)
async def test_others_see_only_awarded_entries_of_a_member(
    cip: Cip, claims: dict[str, str] | None, expected: list[str], representation: dict[str, str]
) -> None:
    headers = cip.issuer.bearer(**claims) if claims else {}
    knows = claims in ({"actor_id": "member_ada"}, {"scope": "cip:manage"})  # that this number is hers
    selection = "... on Member { id cipMemberNumber competitionEntries { id } awards { id } }"
    answer = await entities(cip.app, selection, [{"__typename": "Member", **representation}], headers)
    assert answer.errors == []
    shown = {
        "id": "member_ada",
        "cipMemberNumber": "CIP-1" if knows else None,
        "competitionEntries": [{"id": entry} for entry in expected],
        "awards": [{"id": "award_a"}],
    }
    assert answer.data == [shown if knows or "id" in representation else None]


@pytest.mark.parametrize(
    ("claims", "seen"), [(None, False), ({"actor_id": "member_cem"}, True), ({"scope": "cip:manage"}, True)]
)
async def test_a_draft_is_hidden_on_every_way(cip: Cip, claims: dict[str, str] | None, seen: bool) -> None:
    headers = cip.issuer.bearer(**claims) if claims else {}
    direct = await ask(cip.app, '{ competitionEntry(id: "entry_d") { id } }', headers=headers)
    listed = await ask(
        cip.app,
        "{ competitionRound(number: 2) { entries(status: DRAFT) { totalCount nodes { id } } } }",
        headers=headers,
    )
    by_key = await entities(
        cip.app,
        "... on CompetitionEntry { id } ... on Organisation { competitionEntries { id } }",
        [{"__typename": "CompetitionEntry", "id": "entry_d"}, {"__typename": "Organisation", "id": "org_2"}],
        headers,
    )
    draft = [{"id": "entry_d"}] if seen else []
    assert [direct.errors, listed.errors, by_key.errors] == [[], [], []]
    assert direct.data == {"competitionEntry": draft[0] if seen else None}
    assert listed.data == {"competitionRound": {"entries": {"totalCount": len(draft), "nodes": draft}}}
    assert by_key.data == [draft[0] if seen else None, {"competitionEntries": [{"id": "entry_b"}, *draft]}]


async def test_a_member_without_an_account_is_known_by_number_only(cip: Cip) -> None:
    representations = [{"__typename": "Member", "cipMemberNumber": number} for number in ("CIP-2", "CIP-9")]
    selection = "... on Member { cipMemberNumber displayName competitionEntries { id } awards { id } }"
    staff = cip.issuer.bearer(scope="cip:manage")
    answer = await entities(cip.app, selection, representations, staff)
    assert answer.errors == []
    assert answer.data == [
        {
            "cipMemberNumber": "CIP-2",
            "displayName": "Bo Nebelhorn (fiktiv)",
            "competitionEntries": [{"id": "entry_a"}],
            "awards": [{"id": "award_a"}],
        },
        None,
    ]
    answer = await entities(cip.app, "... on Member { id }", representations, staff)
    assert (answer.data, answer.codes) == ([None, None], [("NOT_FOUND", "_entities.0.id")])
    nobody = await entities(cip.app, selection, representations)
    assert (nobody.data, nobody.errors) == ([None, None], [])  # the number of somebody looks like one of nobody


async def test_a_team_shows_members_with_an_account(cip: Cip) -> None:
    team = await ask(cip.app, '{ competitionEntry(id: "entry_a") { team { member { id } organisation { id } } } }')
    assert team.errors == []
    assert team.data["competitionEntry"]["team"] == [
        {"member": {"id": "member_ada"}, "organisation": {"id": "org_1"}},
        {"member": None, "organisation": None},
    ]


async def test_frozen_names_and_tranches_need_the_scope(cip: Cip) -> None:
    query = "{ award: awards(category: INCLUSION_AND_DIVERSITY) { id tranches { number status amount { amount } } } }"
    staff = await ask(cip.app, query, headers=cip.issuer.bearer(scope="openid cip:manage"))
    assert [tranche["status"] for tranche in staff.data["award"][0]["tranches"]] == ["PAID", "PLANNED"]
    assert (await ask(cip.app, query)).codes == [("UNAUTHENTICATED", "award.0.tranches")]
    member = await ask(cip.app, query, headers=cip.issuer.bearer(scope="ideas:write"))
    assert member.codes == [("FORBIDDEN", "award.0.tranches")]
    assert member.data == {"award": [{"id": "award_a", "tranches": None}]}
    for claims in ({"actor_id": "member_ada"}, {"actor_id": "member_ada", "scope": "ideas:write"}):  # whose prize it is
        winner = await ask(cip.app, query, headers=cip.issuer.bearer(**claims))
        assert (winner.data, winner.errors) == (staff.data, [])
    names = '{ competitionEntry(id: "entry_a") { id team { nameAtSubmission } } }'
    refused = await ask(cip.app, names)
    assert {code for code, _ in refused.codes} == {"UNAUTHENTICATED"}
    assert refused.data["competitionEntry"] == {"id": "entry_a", "team": [{"nameAtSubmission": None}] * 2}
    shown = await ask(cip.app, names, headers=cip.issuer.bearer(scope="cip:manage"))
    assert shown.data["competitionEntry"]["team"][1] == {"nameAtSubmission": "Bo Nebelhorn (fiktiv)"}


async def test_a_round_is_asked_by_exactly_one_key(cip: Cip) -> None:
    for arguments in ("", '(id: "round_1", number: 1)'):
        answer = await ask(cip.app, f"{{ competitionRound{arguments} {{ id }} }}")
        assert answer.codes == [("BAD_USER_INPUT", "competitionRound")]
    answer = await ask(
        cip.app, '{ a: competitionRound(id: "round_2") { number } b: competitionRound(number: 9) { id } }'
    )
    assert (answer.data, answer.errors) == ({"a": {"number": 2}, "b": None}, [])
