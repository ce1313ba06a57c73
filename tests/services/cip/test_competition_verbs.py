"""The competition by its verbs: a round, entries, screening, pitch, prizes; refusals; the same request twice; races."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from services.cip.app import effects
from services.cip.store.connection import open_store
from services.cip.store.round_writing import CHORES
from services.kit.chores import Chores
from services.kit.clock import Clock
from services.kit.following import Event
from services.kit.settings import Settings
from tests.conftest import FreshDatabase
from tests.kit.asking import ask
from tests.services.cip.test_funding_verbs import CALL, SAVE_CALL, open_call
from tests.services.cip.verbs import BEGIN, IDEA, World, changed, codes, headers_of, world

ROUND: dict[str, Any] = {
    "title": {"de": "Vierte Runde (fiktiv)", "en": "Fourth round"},
    "summary": {"de": "Text"},
    "topicSlugs": ["inclusion"],
    "audiences": ["WELFARE", "SCIENCE"],
    "maxAwards": 1,
    "maxPrize": "20000",
    "timeline": [
        {"phase": "SUBMISSION", "on": "2026-06-01"},
        {"phase": "SCREENING", "on": "2026-07-01"},
        {"phase": "PITCH", "on": "2026-08-01"},
    ],
    "submissionUntil": "2026-06-30T23:59:59+02:00",
}
ENTRY: dict[str, Any] = {
    "ideaId": "idea_n",
    "expectedIdeaVersion": 3,
    "category": "INCLUSION_AND_DIVERSITY",
    "organisationIds": ["org_w"],
    "videoUrl": "https://example.org/video",
}
SAVE = """mutation ($id: ID, $input: CompetitionRoundInput!, $key: ID) {
  p: saveCompetitionRound(id: $id, input: $input, idempotencyKey: $key) { round { id number phase status
    timeline { phase on } topics { slug } viewerActions criteria { key } } errors { code path message } } }"""
ADVANCE = """mutation ($id: ID!, $to: RoundPhase!) { p: advanceRound(id: $id, to: $to) {
  round { phase status viewerActions } errors { code path message } } }"""
ENTRY_FIELDS = """{ entry { id referenceNumber status titleAtSubmission ideaVersion viewerMayWithdraw viewerActions
  decisionNote idea { id } team { sector member { id } organisation { id } } pitch { at videoUrl } award { id } }
  errors { code path message } }"""
SUBMIT = f"""mutation ($input: CompetitionEntryInput!, $key: ID!) {{
  p: submitCompetitionEntry(input: $input, idempotencyKey: $key) {ENTRY_FIELDS} }}"""
WITHDRAW = f"mutation ($id: ID!) {{ p: withdrawCompetitionEntry(id: $id) {ENTRY_FIELDS} }}"
DECIDE = f"""mutation ($id: ID!, $to: EntryStatus!, $note: String, $at: DateTime) {{
  p: decideCompetitionEntry(id: $id, to: $to, note: $note, pitchAt: $at) {ENTRY_FIELDS} }}"""
AWARD = """mutation ($input: AwardInput!) { p: grantAward(input: $input) {
  award { id prize { amount } awardedOn entry { status } tranches { number amount { amount } status } }
  errors { code path } } }"""


@pytest.fixture
async def cip(fresh_database: FreshDatabase) -> AsyncIterator[World]:
    async with world(await fresh_database("template0")) as found:
        yield found


async def payload(cip: World, who: str, document: str, **variables: Any) -> Any:
    answer = await cip.do(who, document, variables)
    assert answer.errors == []
    return answer.data["p"]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("de", "Das Programm ist beendet; es bleibt lesbar."),
        ("en", "The programme has ended; it stays readable."),
    ],
)
async def test_a_programme_that_has_ended_takes_no_new_ones(cip: World, language: str, said: str) -> None:
    """Neither a round nor a call; what was there before can still be put right."""
    round_id, call_id = await opened(cip), await open_call(cip)
    number = "SELECT (SELECT count(*) FROM competition_round), (SELECT count(*) FROM funding_call)"
    before = await cip.rows(number)
    await cip.rows("UPDATE programme_text SET runs_until = $1", cip.moment.date() - timedelta(days=1))
    headers = {**headers_of("member_staff"), "accept-language": language}
    for save, text, id_ in (
        (SAVE, ROUND, round_id),
        (SAVE_CALL.replace("code path", "code path message"), CALL, call_id),
    ):
        refused = (await ask(cip.own.app, save, {"input": text, "key": "one"}, headers)).data["p"]
        assert [(each["code"], each["message"]) for each in refused["errors"]] == [("PROGRAMME_ENDED", said)]
        assert codes(await payload(cip, "member_staff", save, id=id_, input=text)) == []
    assert await cip.rows(number) == before


async def opened(cip: World, **changes: Any) -> str:
    """A round that takes entries."""
    saved = await payload(cip, "member_staff", SAVE, input={**ROUND, **changes})
    assert saved["errors"] == []
    return str(saved["round"]["id"])


async def entered(cip: World, round_id: str, key: str = "key", who: str = "member_nora", **changes: Any) -> Any:
    return await payload(cip, who, SUBMIT, input={**ENTRY, "roundId": round_id, **changes}, key=key)


async def test_an_idea_is_entered_screened_invited_and_awarded(cip: World) -> None:
    round_id = await opened(cip)
    came = await entered(cip, round_id)
    assert came["errors"] == []
    entry = came["entry"]
    assert {**entry, "id": ""} == {
        "id": "",
        "referenceNumber": "R3-001",
        "status": "SUBMITTED",
        "titleAtSubmission": IDEA.title,
        "ideaVersion": 3,
        "viewerMayWithdraw": True,
        "viewerActions": ["WITHDRAW"],
        "decisionNote": None,
        "idea": {"id": "idea_n"},
        "team": [
            {"sector": "PRIVATE_PERSON", "member": {"id": "member_nora"}, "organisation": None},
            {"sector": "PRIVATE_PERSON", "member": {"id": "member_tom"}, "organisation": None},
            {"sector": "WELFARE", "member": None, "organisation": {"id": "org_w"}},
        ],
        "pitch": None,
        "award": None,
    }
    assert cip.asked == [headers_of("member_nora")["authorization"].removeprefix("Bearer ")]
    # The idea changes later; the entry does not.
    cip.ideas["idea_n"] = changed(IDEA, title="Anders", version=4)
    look = "query ($id: ID!) { competitionEntry(id: $id) { titleAtSubmission } }"
    assert (await cip.do("member_tom", look, {"id": entry["id"]})).data["competitionEntry"][
        "titleAtSubmission"
    ] == IDEA.title
    for stranger in ("member_uta", "member_else", None):
        assert (await cip.do(stranger, look, {"id": entry["id"]})).data == {"competitionEntry": None}
    early = await payload(cip, "member_staff", ADVANCE, id=round_id, to="SCREENING")
    assert codes(early) == [("WRONG_STATE", "")]
    cip.moment = datetime(2026, 7, 1, 8, tzinfo=UTC)
    screening = await payload(cip, "member_staff", ADVANCE, id=round_id, to="SCREENING")
    assert screening["round"]["phase"] == "SCREENING"
    assert (await payload(cip, "member_staff", DECIDE, id=entry["id"], to="ELIGIBLE"))["entry"]["status"] == "ELIGIBLE"
    unplanned = await payload(cip, "member_staff", DECIDE, id=entry["id"], to="INVITED_TO_PITCH")
    assert codes(unplanned) == [("INVALID", "pitchAt")]
    pitch = {"id": entry["id"], "to": "INVITED_TO_PITCH", "at": "2026-08-01T10:00:00+02:00"}
    invited = await payload(cip, "member_staff", DECIDE, **pitch)
    assert invited["entry"]["pitch"] == {"at": "2026-08-01T08:00:00+00:00", "videoUrl": "https://example.org/video"}
    for phase in ("PITCH", "JURY_DELIBERATION"):
        assert (await payload(cip, "member_staff", ADVANCE, id=round_id, to=phase))["errors"] == []
    assert codes(await payload(cip, "member_staff", ADVANCE, id=round_id, to="AWARDED")) == [("WRONG_STATE", "")]
    prize = {"entryId": entry["id"], "prize": "10000.01", "category": "INCLUSION_AND_DIVERSITY"}
    too_much = await payload(cip, "member_staff", AWARD, input={**prize, "prize": "20000.01"})
    assert codes(too_much) == [("INVALID", "input.prize")]
    given = await payload(cip, "member_staff", AWARD, input=prize)
    assert [part["amount"]["amount"] for part in given["award"]["tranches"]] == ["4000.00", "3000.00", "3000.01"]
    assert {part["status"] for part in given["award"]["tranches"]} == {"PLANNED"}
    assert (given["award"]["awardedOn"], given["award"]["entry"]["status"]) == ("2026-07-01", "AWARDED")
    again = await payload(cip, "member_staff", AWARD, input=prize)
    assert (again["award"]["id"], again["errors"]) == (given["award"]["id"], [])
    assert codes(await payload(cip, "member_staff", AWARD, input={**prize, "prize": "5"})) == [
        ("ALREADY_EXISTS", "input.entryId")
    ]
    for phase in ("AWARDED", "SUPPORT", "COMPLETED"):
        assert (await payload(cip, "member_staff", ADVANCE, id=round_id, to=phase))["errors"] == []
    # Everybody sees who won; how it is paid, only the winners.
    public = "query ($id: ID!) { competitionEntry(id: $id) { status award { tranches { number } } } }"
    seen = await cip.do(None, public, {"id": entry["id"]})
    assert seen.data["competitionEntry"]["status"] == "AWARDED"
    assert seen.data["competitionEntry"]["award"]["tranches"] is None
    own = await cip.do("member_nora", public, {"id": entry["id"]})
    assert len(own.data["competitionEntry"]["award"]["tranches"]) == 3
    team = ["member_nora", "member_tom", "org_w"]
    told = await cip.told()
    assert told == [
        ("competition_entry.submitted", ["member_tom", "org_w"]),
        ("round.phase_changed", team),
        ("competition_entry.decided", team),
        ("competition_entry.decided", team),
        ("round.phase_changed", team),
        ("round.phase_changed", team),
        ("competition_entry.awarded", team),
        ("round.phase_changed", team),
        ("round.phase_changed", team),
        ("round.phase_changed", team),
    ]
    assert await journal(cip, entry["id"]) == [
        ("SUBMIT", None, "SUBMITTED", "member_nora"),
        ("DECIDE", "SUBMITTED", "ELIGIBLE", "member_staff"),
        ("DECIDE", "ELIGIBLE", "INVITED_TO_PITCH", "member_staff"),
        ("AWARD", "INVITED_TO_PITCH", "AWARDED", "member_staff"),
    ]
    of_round = await journal(cip, round_id)
    assert of_round[0] == ("CREATE", None, "ANNOUNCED", "member_staff")
    assert [after for action, _, after, _ in of_round if action == "ADVANCE"][-3:] == [
        "AWARDED",
        "SUPPORT",
        "COMPLETED",
    ]
    assert ("ADVANCE", "ANNOUNCED", "SCREENING", None) in of_round, "the days of the timeline had done it"


async def journal(cip: World, entity: str) -> list[tuple[Any, ...]]:
    """(action, from, to, by) of everything that was done to a thing."""
    sql = "SELECT action, from_state, to_state, actor_id FROM journal WHERE entity_id = $1 ORDER BY id"
    return await cip.rows(sql, entity)


async def test_when_the_idea_changes_its_team_hears_that_the_entry_stays(cip: World) -> None:
    """Told by the marketplace's events; not to who changed the idea, and not of a change that is in the entry."""
    entry = (await entered(cip, await opened(cip)))["entry"]["id"]
    before = len(await cip.told())
    effect = effects(Clock(reads=lambda: cip.moment))["marketplace"]
    told: list[tuple[str, dict[str, Any]]] = [
        ("idea.updated", {"version": 3, "by": "member_nora"}),  # read after the entry, which has it
        ("idea.updated", {"version": 4, "by": "member_nora"}),
        ("idea.withdrawn", {"from": "PUBLISHED", "to": "WITHDRAWN", "by": "member_tom"}),
    ]
    async with open_store(Settings("cip", cip.own.url, "127.0.0.1", 1)) as database:
        for kind, said in told:
            async with database.transaction() as inside:
                await effect[kind](inside, Event("c", kind, "Idea", "idea_n", (), said))
        assert (await cip.told())[before:] == [
            ("competition_entry.kept", ["member_tom", "org_w"]),
            ("competition_entry.kept", ["member_nora", "org_w"]),
        ]
        await payload(cip, "member_nora", WITHDRAW, id=entry)
        async with database.transaction() as inside:
            await effect["idea.updated"](inside, Event("c", "idea.updated", "Idea", "idea_n", (), {"version": 5}))
    assert [kind for kind, _ in (await cip.told())[before + 2 :]] == ["competition_entry.withdrawn"]


REFUSED: list[tuple[dict[str, Any], dict[str, Any], str, list[tuple[str, str]]]] = [
    ({"ideaId": "idea_none"}, {}, "member_nora", [("NOT_FOUND", "input.ideaId")]),
    ({}, {"may_edit": False}, "member_nora", [("FORBIDDEN", "input.ideaId")]),
    ({}, {"status": "DRAFT"}, "member_nora", [("WRONG_STATE", "")]),
    ({"expectedIdeaVersion": 2}, {}, "member_nora", [("CONFLICT_VERSION", "input.expectedIdeaVersion")]),
    ({"organisationIds": ["org_b"]}, {}, "member_nora", [("INVALID", "input.organisationIds")]),
    ({"organisationIds": ["org_u"]}, {}, "member_nora", [("FORBIDDEN", "input.organisationIds")]),
    ({"organisationIds": []}, {}, "member_nora", [("INVALID", "input.organisationIds")]),
    ({"organisationIds": ["org_w", "org_w"]}, {}, "member_nora", [("INVALID", "input.organisationIds")]),
    ({"category": "WORK_AND_PARTICIPATION"}, {}, "member_nora", [("INVALID", "input.category")]),
    ({"videoUrl": "javascript:alert(1)"}, {}, "member_nora", [("INVALID", "input.videoUrl")]),
    ({"roundId": "round_none"}, {}, "member_nora", [("NOT_FOUND", "input.roundId")]),
    ({"roundId": "round_1"}, {}, "member_nora", [("DEADLINE_PASSED", "")]),
    ({"roundId": "round_2"}, {}, "member_nora", [("WRONG_STATE", "")]),
    ({}, {}, "member_ghost", [("FORBIDDEN", "")]),
    ({}, {}, "member_unknown", [("UNAVAILABLE", "")]),
]


async def test_what_does_not_fit_is_refused_and_writes_nothing(cip: World) -> None:
    round_id = await opened(cip)
    for number, (wish, idea, who, expected) in enumerate(REFUSED):
        cip.ideas["idea_n"] = changed(IDEA, **idea)
        came = await entered(cip, round_id, f"key {number}", who, **wish)
        assert (came["entry"], codes(came)) == (None, expected), (wish, idea)
    cip.ideas["idea_n"] = IDEA
    cip.moment = datetime(2026, 6, 30, 22, 0, 0, tzinfo=UTC)
    assert codes(await entered(cip, round_id, "late")) == [("DEADLINE_PASSED", "")]
    assert await cip.rows("SELECT FROM competition_entry WHERE submitted_by IS NOT NULL") == []
    assert await cip.rows("SELECT FROM idempotency") == []
    assert await cip.told() == []
    cip.moment = datetime(2026, 6, 30, 21, 59, 59, tzinfo=UTC)
    assert (await entered(cip, round_id, "in time"))["entry"]["referenceNumber"] == "R3-001", "refusals leave no gap"


async def test_the_same_request_again_is_the_same_entry_whoever_is_away(cip: World) -> None:
    round_id = await opened(cip)
    first = await entered(cip, round_id)
    cip.is_away = True
    again = await entered(cip, round_id)
    assert (again["entry"]["id"], again["errors"]) == (first["entry"]["id"], [])
    assert codes(await entered(cip, round_id, category="WORK_AND_PARTICIPATION")) == [("INVALID", "idempotencyKey")]
    assert codes(await entered(cip, round_id, "other")) == [("UNAVAILABLE", "")]
    cip.is_away = False
    other = await entered(cip, round_id, "other")
    assert (codes(other), other["entry"]["id"]) == ([("ALREADY_EXISTS", "input.ideaId")], first["entry"]["id"])
    # Withdrawn, the idea can be entered anew, under the next number.
    assert codes(await payload(cip, "member_tom", WITHDRAW, id=first["entry"]["id"])) == [("FORBIDDEN", "")]
    assert codes(await payload(cip, "member_uta", WITHDRAW, id=first["entry"]["id"])) == [("NOT_FOUND", "id")]
    for _ in range(2):
        assert (await payload(cip, "member_nora", WITHDRAW, id=first["entry"]["id"]))["entry"]["status"] == "WITHDRAWN"
    assert (await entered(cip, round_id, "anew"))["entry"]["referenceNumber"] == "R3-002"
    count = "query ($id: ID) { competitionRound(id: $id) { entryCount } }"
    assert (await cip.do(None, count, {"id": round_id})).data["competitionRound"]["entryCount"] == 1
    assert [kind for kind, _ in await cip.told()] == [
        "competition_entry.submitted",
        "competition_entry.withdrawn",
        "competition_entry.submitted",
    ]


async def test_at_once_one_idea_is_one_entry_and_numbers_have_no_gaps(cip: World) -> None:
    round_id = await opened(cip)
    cip.ideas |= {f"idea_{n}": changed(IDEA, id=f"idea_{n}") for n in range(4)}
    came = await asyncio.gather(
        *(entered(cip, round_id, "one key") for _ in range(3)),
        *(entered(cip, round_id, f"key {n}") for n in range(3)),
        *(entered(cip, round_id, f"other {n}", ideaId=f"idea_{n}") for n in range(4)),
    )
    assert len({each["entry"]["id"] for each in came[:6]}) == 1
    numbers = await cip.rows("SELECT reference_number FROM competition_entry WHERE round_id = $1 ORDER BY 1", round_id)
    assert numbers == [(f"R3-00{n}",) for n in range(1, 6)]


async def test_the_last_prize_is_given_once(cip: World) -> None:
    round_id = await opened(cip)
    ids = []
    for n in range(2):
        cip.ideas[f"idea_{n}"] = changed(IDEA, id=f"idea_{n}")
        ids.append((await entered(cip, round_id, f"key {n}", ideaId=f"idea_{n}"))["entry"]["id"])
    sql = "UPDATE competition_entry SET status = 'INVITED_TO_PITCH' WHERE id = ANY ($1::text[])"
    await cip.rows(sql, ids)
    await cip.rows("UPDATE competition_round SET phase = 'JURY_DELIBERATION' WHERE id = $1", round_id)
    prizes = [{"entryId": each, "prize": "100", "category": "INCLUSION_AND_DIVERSITY"} for each in ids]
    came = await asyncio.gather(*(payload(cip, "member_staff", AWARD, input=each) for each in prizes))
    assert sorted(map(str, map(codes, came))) == ["[('CAPACITY_FULL', '')]", "[]"]


async def test_a_round_is_written_and_changed_by_staff(cip: World) -> None:
    variables = {"input": ROUND, "key": "k"}
    assert (await cip.do("member_nora", SAVE, variables)).codes == [("FORBIDDEN", "p")]
    assert (await cip.do(None, SAVE, variables)).codes == [("UNAUTHENTICATED", "p")]
    first = await payload(cip, "member_staff", SAVE, **variables)
    assert first["round"]["viewerActions"] == ["CANCEL", "EDIT"], "its screening begins after the deadline"
    assert (first["round"]["number"], first["round"]["phase"], first["round"]["status"]) == (3, "SUBMISSION", "OPEN")
    assert (await payload(cip, "member_staff", SAVE, **variables))["round"]["id"] == first["round"]["id"]
    later = {**ROUND, "timeline": [{"phase": "SUBMISSION", "on": "2026-06-15"}], "topicSlugs": []}
    moved = await payload(cip, "member_staff", SAVE, id=first["round"]["id"], input=later)
    assert (moved["round"]["phase"], moved["round"]["topics"]) == ("ANNOUNCED", [])
    wrong: list[tuple[dict[str, Any], str]] = [
        ({"title": {"de": " "}}, "title.de"),
        ({"topicSlugs": ["nothing"]}, "topicSlugs"),
        ({"audiences": []}, "audiences"),
        ({"url": "ftp://example.org"}, "url"),
        ({"maxAwards": 0}, "maxAwards"),
        ({"maxPrize": "0"}, "maxPrize"),
        ({"maxPrize": "1.001"}, "maxPrize"),
        ({"timeline": []}, "timeline"),
        (
            {"timeline": [{"phase": "SUBMISSION", "on": "2026-06-02"}, {"phase": "SUBMISSION", "on": "2026-06-03"}]},
            "timeline",
        ),
        (
            {"timeline": [{"phase": "SUBMISSION", "on": "2026-06-02"}, {"phase": "PITCH", "on": "2026-06-01"}]},
            "timeline",
        ),
        ({"submissionUntil": "2026-05-01T00:00:00Z"}, "submissionUntil"),
    ]
    for changes, path in wrong:
        came = await payload(cip, "member_staff", SAVE, input={**ROUND, **changes})
        assert (came["round"], codes(came)) == (None, [("INVALID", f"input.{path}")]), changes
    assert codes(await payload(cip, "member_staff", SAVE, id="none", input=ROUND)) == [("NOT_FOUND", "id")]


async def test_phases_begin_by_date_and_are_told_once(cip: World) -> None:
    round_id = await opened(cip, timeline=[{"phase": "SUBMISSION", "on": "2026-06-10"}])
    look = "query ($id: ID) { competitionRound(id: $id) { phase status } }"
    shown, done = [], []
    settings = Settings("cip", cip.own.url, "127.0.0.1", 1)
    async with open_store(settings) as database:
        for moment in (BEGIN, datetime(2026, 6, 9, 22, tzinfo=UTC), datetime(2026, 6, 30, 22, tzinfo=UTC)):
            cip.moment = moment
            shown.append(tuple((await cip.do(None, look, {"id": round_id})).data["competitionRound"].values()))
            chores = Chores(database, Clock(reads=lambda: cip.moment), CHORES)
            done.append([sum((await chores.round()).values()) for _ in range(2)])
    assert shown == [("ANNOUNCED", "ANNOUNCED"), ("SUBMISSION", "OPEN"), ("SCREENING", "CLOSED")]
    assert done == [[0, 0], [1, 0], [1, 0]]
    told = await cip.rows("SELECT payload ->> 'from', payload ->> 'to' FROM outbox ORDER BY seq")
    assert told == [("ANNOUNCED", "SUBMISSION"), ("SUBMISSION", "SCREENING")]


async def test_a_claimed_membership_owns_its_entries_and_the_old_name_is_gone(cip: World) -> None:
    """Twice is once; a name of the old community is for staff only, and then for nobody."""
    event = Event(
        "c", "membership.claimed", "Member", "member_tom", (), {"cipMemberNumber": "CIP-2", "memberId": "member_tom"}
    )
    settings = Settings("cip", cip.own.url, "127.0.0.1", 1)
    mine = """query { _entities(representations: [{ __typename: "Member", id: "member_tom" }]) {
      ... on Member { competitionEntries { id } displayName } } }"""
    async with open_store(settings) as database:
        for _ in range(2):
            async with database.transaction() as inside:
                await effects(Clock())["marketplace"]["membership.claimed"](inside, event)
        forget = Event("c", "membership.declined", "Member", "x", (), {"cipMemberNumber": "CIP-1"})
        await effects(Clock())["marketplace"]["membership.declined"](database, forget)
        with pytest.raises(ValueError, match="needs cipMemberNumber"):
            await effects(Clock())["marketplace"]["membership.claimed"](
                database, Event("c", "membership.claimed", "", "", (), {})
            )
    found = await cip.do("member_staff", mine)
    (member,) = found.data["_entities"]
    assert member == {"competitionEntries": [{"id": "entry_a"}], "displayName": "Ehemaliges CIP-Mitglied"}
    assert await cip.rows("SELECT display_name FROM legacy_member") == [(None,), (None,)]
    assert await cip.told() == [("membership.linked", ["member_tom"])]
