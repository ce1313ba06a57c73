"""The house for its verbs: a clock in the hand, persons, offers that are open, and what was told."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from services.ideenwerkstatt.__main__ import SERVICE
from services.ideenwerkstatt.app import built
from services.kit.clock import Clock
from services.kit.database import Connection, open_connection
from tests.kit.asking import NOTHING, Answer, ask
from tests.services.conftest import ISSUER, House, house

BEGIN = datetime(2025, 6, 16, 10, tzinfo=UTC)
DATA = Path(__file__).with_name("data.sql")
ACTORS = """INSERT INTO actor_fact VALUES
  ('member_nora', 'MEMBER', 'ACTIVE', 'PRIVATE_PERSON', false), ('member_uta', 'MEMBER', 'ACTIVE', 'WELFARE', false),
  ('member_tom', 'MEMBER', 'ACTIVE', 'PRIVATE_PERSON', false), ('member_staff', 'MEMBER', 'ACTIVE', 'SCIENCE', false),
  ('member_ghost', 'MEMBER', 'GHOST', 'PRIVATE_PERSON', false), ('member_else', 'MEMBER', 'ACTIVE', 'BUSINESS', false),
  ('member_expert', 'MEMBER', 'ACTIVE', 'SCIENCE', false), ('member_other', 'MEMBER', 'ACTIVE', 'SCIENCE', false),
  ('org_w', 'ORGANISATION', 'ACTIVE', 'WELFARE', true), ('org_b', 'ORGANISATION', 'ACTIVE', 'BUSINESS', false),
  ('org_n', 'ORGANISATION', 'ACTIVE', 'CIVIL_SOCIETY', true);
INSERT INTO acts_for VALUES ('member_uta', 'org_w'), ('member_else', 'org_b'), ('member_tom', 'org_n');
INSERT INTO topic_parent VALUES ('environment', NULL), ('biodiversity', 'environment'), ('work', NULL),
  ('climate', NULL);
INSERT INTO expert VALUES ('exp_x', 'member_expert', '[]', '{DE}', true), ('exp_o', 'member_other', '[]', '{DE}', true);
INSERT INTO ai_consultation SELECT id FROM support_offer WHERE id = 'con_2' ON CONFLICT DO NOTHING;
INSERT INTO known_document VALUES ('fund_1', 'FundedProject'), ('data_1', 'DataProject'), ('ds_1', 'Dataset');"""
MEMBERS = ("events:register", "pilot:apply")
SCOPES = {
    "member_staff": ("ideenwerkstatt:manage",),
    "member_expert": ("expert:review", *MEMBERS),
    "member_other": ("expert:review", *MEMBERS),
    "machine": ("ideenwerkstatt:manage",),
}


@dataclass(slots=True)
class World:
    """``moment``: the clock. The house has its rows in ``connection``, too."""

    own: House
    connection: Connection
    moment: datetime = BEGIN

    async def do(self, who: str | None, document: str, variables: Mapping[str, Any] = NOTHING) -> Answer:
        """As a person: staff and experts have the house's scopes, everybody else the members' ones."""
        return await ask(self.own.app, document, variables, headers_of(who))

    async def payload(self, who: str | None, document: str, **variables: Any) -> Any:
        """What a mutation called ``p`` gave back; nothing went wrong at the top."""
        answer = await self.do(who, document, variables)
        assert answer.errors == []
        return answer.data["p"]

    async def rows(self, sql: str, *arguments: object) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in await self.connection.fetch(sql, *arguments)]

    async def told(self, since: str = "") -> list[tuple[str, list[str]]]:
        """What the others hear: kind and whom it concerns, oldest first; of a kind that begins so."""
        sql = "SELECT kind, actor_ids FROM outbox WHERE starts_with(kind, $1) ORDER BY seq"
        return [(kind, sorted(ids)) for kind, ids in await self.rows(sql, since)]


def headers_of(who: str | None) -> dict[str, str]:
    if who is None:
        return {}
    scope = " ".join(SCOPES.get(who, MEMBERS))
    return (
        ISSUER.bearer(sub="sub-machine", scope=scope)
        if who == "machine"
        else ISSUER.bearer(sub=f"sub-{who}", actor_id=who, scope=scope)
    )


@asynccontextmanager
async def world(url: str) -> AsyncIterator[World]:
    """A house of its own on a new database, on 16 June 2025."""
    found: list[World] = []
    clock = Clock(reads=lambda: found[0].moment)
    async with (
        house(url, "ideenwerkstatt", SERVICE.home, partial(built, clock=clock), [DATA]) as own,
        open_connection(url, schema="ideenwerkstatt") as connection,
    ):
        await connection.execute(ACTORS)
        found.append(World(own, connection))
        yield found[0]


def codes(payload: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Codes and paths of a payload's errors."""
    return [(error["code"], ".".join(error["path"])) for error in payload["errors"]]


WORKSHOP: dict[str, Any] = {
    "title": {"de": "Prompten für Bäume (fiktiv)", "deSimple": "Mit Computern sprechen"},
    "summary": {"de": "Wir üben."},
    "status": "ANNOUNCED",
    "topicSlugs": ["biodiversity"],
    "audiences": ["CIVIL_SOCIETY"],
    "applyUntil": "2025-07-01T23:59:59+02:00",
    "format": "PROMPTING",
    "startsAt": "2025-07-03T14:00:00+02:00",
    "endsAt": "2025-07-03T17:00:00+02:00",
    "venue": {"name": "Haus (fiktiv)", "city": "Halle", "isOnline": False},
    "nuts": "DEE02",
    "capacity": 2,
    "accessibility": ["STEP_FREE"],
    "hostIds": ["org_w"],
    "expertIds": ["exp_x"],
}
SAVE_WORKSHOP = """mutation ($id: ID, $input: WorkshopInput!, $key: ID) {
  p: saveWorkshop(id: $id, input: $input, idempotencyKey: $key) { workshop { id status capacity seatsFree startsAt kind
    viewerActions topics { slug } hosts { id } experts { id } venue { name } region { nuts name } } errors { code path
    message } } }"""
REGISTRATION = """{ registration { id status waitingPosition actor { id } workshop { id seatsFree } viewerActions
  registeredAt } errors { code path message } }"""
REGISTER = f"""mutation ($w: ID!, $for: ID, $key: ID) {{
  p: registerForWorkshop(workshopId: $w, onBehalfOf: $for, idempotencyKey: $key) {REGISTRATION} }}"""
CANCEL = f"mutation ($id: ID!) {{ p: cancelWorkshopRegistration(id: $id) {REGISTRATION} }}"
ATTEND = f"""mutation ($id: ID!, $came: Boolean!) {{
  p: recordAttendance(registrationId: $id, attended: $came) {REGISTRATION} }}"""


async def open_workshop(here: World, **changes: Any) -> str:
    """A workshop that takes registrations."""
    text = {**WORKSHOP, **changes}
    made = await here.payload("member_staff", SAVE_WORKSHOP, input={**text, "status": "ANNOUNCED"})
    assert made["errors"] == []
    workshop_id = str(made["workshop"]["id"])
    opened = await here.payload("member_staff", SAVE_WORKSHOP, id=workshop_id, input={**text, "status": "OPEN"})
    assert opened["errors"] == []
    return workshop_id


async def registered(here: World, who: str, workshop_id: str, key: str | None = None, for_: str | None = None) -> Any:
    return await here.payload(who, REGISTER, **{"w": workshop_id, "key": key, "for": for_})


SLOT = """{ slot { id status startsAt minutes expert { id } consultation { id } viewerActions
  booking { question outcome bookedBy { id } idea { id } } } errors { code path message } }"""
OPEN_SLOTS = """mutation ($c: ID!, $slots: [SlotInput!]!) {
  p: openConsultationSlots(consultationId: $c, slots: $slots) { slots { id status startsAt minutes
    expert { id } } errors { code path message } } }"""
BOOK = f"""mutation ($id: ID!, $question: String!, $idea: ID, $for: ID) {{
  p: bookConsultationSlot(slotId: $id, question: $question, ideaId: $idea, onBehalfOf: $for) {SLOT} }}"""
GIVE_BACK = f"mutation ($id: ID!) {{ p: cancelConsultationSlot(slotId: $id) {SLOT} }}"
RECORD = f"""mutation ($id: ID!, $outcome: String!) {{
  p: recordConsultation(slotId: $id, outcome: $outcome) {SLOT} }}"""
CHANGE_SLOT = f"mutation ($id: ID!, $to: SlotStatus!) {{ p: changeConsultationSlot(slotId: $id, to: $to) {SLOT} }}"


async def open_slots(here: World, *starts: str, expert: str = "exp_x") -> list[str]:
    """Free slots of half an hour."""
    slots = [{"expertId": expert, "startsAt": each, "minutes": 30} for each in starts]
    made = await here.payload("member_staff", OPEN_SLOTS, c="con_2", slots=slots)
    assert made["errors"] == []
    return [str(each["id"]) for each in made["slots"]]


async def booked(here: World, who: str, slot_id: str, question: str = "Wie fange ich an?", **more: Any) -> Any:
    return await here.payload(who, BOOK, id=slot_id, question=question, **more)


CALL: dict[str, Any] = {
    "title": {"de": "Dritter Aufruf (fiktiv)"},
    "summary": {"de": "Für den Umweltschutz."},
    "topicSlugs": ["biodiversity"],
    "audiences": ["CIVIL_SOCIETY", "WELFARE"],
    "places": 1,
    "stageOneUntil": "2025-07-01T23:59:59+02:00",
}
APPLICATION: dict[str, Any] = {
    "title": "Vögel zählen",
    "description": "Wir hören hin.",
    "needs": ["Sensoren", "Rechenzeit"],
    "applicantId": "org_w",
    "ideaId": "idea_1",
}
SAVE_CALL = """mutation ($id: ID, $input: PilotCallInput!, $key: ID) {
  p: savePilotCall(id: $id, input: $input, idempotencyKey: $key) { call { id phase status places viewerActions
    applyUntil topics { slug } } errors { code path message } } }"""
ADVANCE = """mutation ($id: ID!, $to: PilotCallPhase!) { p: advancePilotCall(id: $id, to: $to) {
  call { phase status viewerActions } errors { code path message } } }"""
APPLICATION_FIELDS = """{ application { id status title needs plan decisionNote submittedAt viewerActions
  applicant { id } idea { id } call { id } project { id title status runs { from until } participants { id }
  topics { slug } idea { id } } } errors { code path message } }"""
SUBMIT = f"""mutation ($input: PilotApplicationInput!, $key: ID!) {{
  p: submitPilotApplication(input: $input, idempotencyKey: $key) {APPLICATION_FIELDS} }}"""
STAGE_TWO = (
    f"mutation ($id: ID!, $plan: String!) {{ p: submitPilotStageTwo(id: $id, plan: $plan) {APPLICATION_FIELDS} }}"
)
WITHDRAW = f"mutation ($id: ID!) {{ p: withdrawPilotApplication(id: $id) {APPLICATION_FIELDS} }}"
DECIDE = f"""mutation ($id: ID!, $to: PilotApplicationStatus!, $note: String) {{
  p: decidePilotApplication(id: $id, to: $to, note: $note) {APPLICATION_FIELDS} }}"""


async def open_call(here: World, **changes: Any) -> str:
    """A call in stage one."""
    made = await here.payload("member_staff", SAVE_CALL, input={**CALL, **changes})
    assert made["errors"] == []
    call_id = str(made["call"]["id"])
    assert (await here.payload("member_staff", ADVANCE, id=call_id, to="STAGE_ONE"))["errors"] == []
    return call_id


async def applied(here: World, call_id: str, who: str = "member_uta", key: str = "key", **changes: Any) -> Any:
    return await here.payload(who, SUBMIT, input={**APPLICATION, "callId": call_id, **changes}, key=key)
