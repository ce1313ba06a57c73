"""Community events by mutation: made announced, changed, moved with a notice, ended, never deleted; by staff alone."""

from __future__ import annotations

from typing import Any

import pytest

from services.kit.civic import SupportOfferStatus
from services.marketplace.rules.events import ENDED_BY_HAND, LIFE, EventRole
from tests.kit.asking import ask
from tests.kit.life_cycles import Walk, differences
from tests.services.conftest import House, bearer
from tests.services.marketplace.test_contact import change
from tests.services.marketplace.test_mutations import rows
from tests.services.marketplace.test_notifications import follow

STAFF = bearer("staff_1", "marketplace:manage")
OTHERS = (bearer("member_mira"), bearer("staff_2", "moderation"), bearer("staff_3", "cip:manage"))
SAVE = """mutation ($id: ID, $input: CommunityEventInput!) { payload: saveCommunityEvent(id: $id, input: $input) {
  event { id status title { de en } startsAt capacity seatsFree topics { slug } region { ars } accessibility }
  errors { code path message } } }"""
TEXT: dict[str, Any] = {
    "title": {"de": "Civic Coding-Forum (fiktiv)", "en": "Forum"},
    "summary": {"de": "Wir treffen uns."},
    "status": "ANNOUNCED",
    "topicSlugs": ["birds"],
    "audiences": ["CIVIL_SOCIETY"],
    "applyUntil": "2026-05-01T23:59:59+02:00",
    "url": "https://forum.example.org",
    "format": "FORUM",
    "startsAt": "2026-05-10T10:00:00+02:00",
    "endsAt": "2026-05-10T16:00:00+02:00",
    "regionArs": "110000000000",
    "isOnline": False,
    "accessibility": ["STEP_FREE"],
    "capacity": 80,
}


async def save(own: House, event: str | None = None, **changes: Any) -> Any:
    answer = await ask(own.app, SAVE, {"id": event, "input": {**TEXT, **changes}}, STAFF)
    assert answer.codes == [], answer
    return answer.data["payload"]


async def test_an_event_is_announced_opened_moved_and_ended(own: House) -> None:
    made = await save(own)
    assert made["errors"] == []
    event = made["event"]
    assert (event["status"], event["capacity"], event["seatsFree"]) == ("ANNOUNCED", 80, 80)
    assert (event["topics"], event["region"]) == ([{"slug": "birds"}], {"ars": "110000000000"})
    opened = await save(own, event["id"], status="OPEN", title={"de": "Forum", "en": ""})
    assert (opened["event"]["status"], opened["event"]["title"]) == ("OPEN", {"de": "Forum", "en": None})
    listed = "{ supportOffers(filter: {kinds: [EVENT], status: [OPEN]}) { nodes { id } } }"
    assert {"id": event["id"]} in (await ask(own.app, listed)).data["supportOffers"]["nodes"]
    await change(own, "INSERT INTO bookmark VALUES ('member_jo', $1, '2026-02-01Z')", event["id"])
    assert (await save(own, event["id"], status="OPEN"))["errors"] == []
    moved = {"startsAt": "2026-05-11T10:00:00+02:00", "endsAt": "2026-05-11T16:00:00+02:00", "status": "OPEN"}
    assert (await save(own, event["id"], **moved))["errors"] == []
    assert (await save(own, event["id"], **{**moved, "status": "ENDED"}))["event"]["status"] == "ENDED"
    told = await rows(own, "SELECT kind, actor_ids FROM outbox WHERE kind LIKE 'event.%' ORDER BY seq")
    assert told == [("event.moved", ["member_jo"]), ("event.ended", ["member_jo"])]
    await follow(own)
    query = "{ viewer { notifications { nodes { kind subject { __typename ... on CommunityEvent { id } } } } } }"
    nodes = (await ask(own.app, query, {}, bearer("member_jo"))).data["viewer"]["notifications"]["nodes"]
    assert nodes == [{"kind": "APPOINTMENT", "subject": {"__typename": "CommunityEvent", "id": event["id"]}}] * 2


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": {"de": " "}}, "title.de"),
        ({"summary": {"de": "x" * 1001}}, "summary.de"),
        ({"status": "OPEN"}, "status"),
        ({"topicSlugs": ["nothing"]}, "topicSlugs"),
        ({"regionArs": "990000000000"}, "regionArs"),
        ({"url": "javascript:alert(1)"}, "url"),
        ({"endsAt": "2026-05-10T10:00:00+02:00"}, "endsAt"),
        ({"endsAt": "2026-07-10T10:00:00+02:00"}, "endsAt"),
        ({"applyUntil": "2026-06-10T10:00:00+02:00"}, "applyUntil"),
        ({"capacity": 0}, "capacity"),
    ],
)
async def test_what_is_wrong_is_said_at_its_place(own: House, changes: dict[str, Any], field: str) -> None:
    refused = await save(own, **changes)
    assert refused["event"] is None
    assert [(each["code"], each["path"]) for each in refused["errors"]] == [("INVALID", ["input", field])]


async def test_taken_seats_are_not_taken_away(own: House) -> None:
    event = (await save(own))["event"]["id"]
    await change(own, "UPDATE community_event SET seats_free = 50 WHERE id = $1", event)
    refused = await save(own, event, capacity=29)
    assert [each["path"] for each in refused["errors"]] == [["input", "capacity"]]
    fewer = (await save(own, event, capacity=30))["event"]
    assert (fewer["capacity"], fewer["seatsFree"]) == (30, 0)
    assert [each["code"] for each in (await save(own, "event_none"))["errors"]] == ["NOT_FOUND"]
    await change(own, "UPDATE civic_coding_programme SET runs_until = '2026-02-28'")
    assert [each["code"] for each in (await save(own, event))["errors"]] == ["PROGRAMME_ENDED"]


async def test_only_staff_of_the_marketplace_save_events(own: House) -> None:
    for headers in OTHERS:
        answer = await ask(own.app, SAVE, {"input": TEXT}, headers)
        refused = answer.data["payload"]  # whoever is no member is told so there
        said = [code for code, _ in answer.codes] if refused is None else [each["code"] for each in refused["errors"]]
        assert said == ["FORBIDDEN"]
    assert await rows(own, "SELECT count(*) FROM community_event") == [(1,)]


async def test_the_life_of_an_event(own: House) -> None:
    event = (await save(own))["event"]["id"]

    async def put(status: SupportOfferStatus) -> str:
        stored = ENDED_BY_HAND if status is SupportOfferStatus.ENDED else status.value
        await change(own, "UPDATE catalogue_entry SET status = $1 WHERE entity_id = $2", stored, event)
        return str(event)

    async def offered(person: str, event: str) -> list[str]:
        them = [{"__typename": "CommunityEvent", "id": event}]
        query = """query ($them: [_Any!]!) { _entities(representations: $them) {
          ... on CommunityEvent { viewerActions } } }"""
        answer = await ask(own.app, query, {"them": them}, STAFF if person == "staff" else OTHERS[0])
        found: list[str] = answer.data["_entities"][0]["viewerActions"]
        return found

    async def state_of(event: str) -> SupportOfferStatus:
        ((stored,),) = await rows(own, "SELECT status FROM catalogue_entry WHERE entity_id = $1", event)
        return SupportOfferStatus.ENDED if stored == ENDED_BY_HAND else SupportOfferStatus(stored)

    def verb(status: str) -> Any:
        async def do(person: str, event: str) -> list[str]:
            headers = STAFF if person == "staff" else OTHERS[0]
            answer = await ask(own.app, SAVE, {"id": event, "input": {**TEXT, "status": status}}, headers)
            if answer.data["payload"] is None:
                return [code for code, _ in answer.codes]
            return [each["code"] for each in answer.data["payload"]["errors"]]

        return do

    verbs = {each.action: verb(each.target.value) for each in LIFE.transitions}
    walk = Walk(
        LIFE,
        SupportOfferStatus,
        {"staff": frozenset({EventRole.STAFF}), "member": frozenset()},
        put,
        state_of,
        verbs,
        barred=lambda person, action: person == "member",
    )
    assert await differences(walk) == []
    for status in SupportOfferStatus:
        event = await put(status)
        wanted = [each.upper() for each in LIFE.actions(status, {EventRole.STAFF})]
        assert await offered("staff", event) == wanted, status
        assert await offered("member", event) == []
    await change(own, "UPDATE civic_coding_programme SET runs_until = '2026-02-01'")
    await put(SupportOfferStatus.OPEN)
    assert await offered("staff", event) == [], "the programme has ended"
    state = (await ask(own.app, "{ programmes { ... on CivicCodingProgramme { status } } }")).data["programmes"]
    assert {"status": "ENDED"} in state, "which follows from the time"
