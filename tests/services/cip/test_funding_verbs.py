"""Funding by its verbs: a call, a consortium whose partners confirm, two steps, the grant, its project; who sees it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.conftest import FreshDatabase
from tests.kit.asking import ask
from tests.services.cip.verbs import World, codes, headers_of, world

CALL: dict[str, Any] = {
    "title": {"de": "Förderaufruf (fiktiv)"},
    "summary": {"de": "Verbünde"},
    "topicSlugs": ["work"],
    "audiences": ["WELFARE", "SCIENCE"],
    "guidelineUrl": "https://example.org/richtlinie",
    "projectManagementAgency": "gsub",
    "maxFundingPerProject": "500000",
    "minPartners": 2,
    "requiredSectors": 2,
    "interestUntil": "2026-06-30T23:59:59+02:00",
    "applicationUntil": "2026-09-30T23:59:59+02:00",
}
PARTNERS = [
    {"organisationId": "org_w", "role": "COORDINATOR", "requested": "200000"},
    {"organisationId": "org_u", "role": "PARTNER", "requested": "100000.50"},
]
APPLICATION: dict[str, Any] = {
    "title": "Bescheide verstehen",
    "abstract": "Ein Verbund.",
    "consortiumName": "Klartext",
    "partners": PARTNERS,
}
FIELDS = """{ application { id referenceNumber status version title requested { amount } viewerActions submittedAt
  consortium { isComplete missing partners { organisation { id } role status viewerActions } } history { status note }
  project { id funding { amount } status consortium { partners { organisation { id } funding { amount } } } } }
  errors { code path message } }"""
SAVE_CALL = """mutation ($id: ID, $input: FundingCallInput!, $key: ID) {
  p: saveFundingCall(id: $id, input: $input, idempotencyKey: $key) {
    call { id phase status viewerActions applyUntil applicationUntil } errors { code path } } }"""
ADVANCE = """mutation ($id: ID!, $to: CallPhase!) { p: advanceFundingCall(id: $id, to: $to) {
  call { phase status } errors { code path } } }"""
SAVE = f"""mutation ($id: ID, $version: Int, $input: GrantApplicationInput!, $key: ID) {{
  p: saveGrantApplication(id: $id, expectedVersion: $version, input: $input, idempotencyKey: $key) {FIELDS} }}"""
ANSWER = f"""mutation ($id: ID!, $org: ID!, $yes: Boolean!) {{
  p: answerPartnership(applicationId: $id, organisationId: $org, confirm: $yes) {FIELDS} }}"""
SUBMIT = (
    f"mutation ($id: ID!, $version: Int!) {{ p: submitGrantApplication(id: $id, expectedVersion: $version) {FIELDS} }}"
)
WITHDRAW = f"mutation ($id: ID!) {{ p: withdrawGrantApplication(id: $id) {FIELDS} }}"
DECIDE = f"""mutation ($id: ID!, $to: ApplicationStatus!, $granted: Decimal, $note: String) {{
  p: decideGrantApplication(id: $id, to: $to, granted: $granted, note: $note) {FIELDS} }}"""
LOOK = "query ($id: ID!) { grantApplication(id: $id) { id title } }"


@pytest.fixture
async def cip(fresh_database: FreshDatabase) -> AsyncIterator[World]:
    async with world(await fresh_database("template0")) as found:
        yield found


async def payload(cip: World, who: str, document: str, **variables: Any) -> Any:
    answer = await cip.do(who, document, variables)
    assert answer.errors == []
    return answer.data["p"]


async def open_call(cip: World, **changes: Any) -> str:
    """A call that takes expressions of interest."""
    saved = await payload(cip, "member_staff", SAVE_CALL, input={**CALL, **changes})
    assert saved["errors"] == []
    call_id = str(saved["call"]["id"])
    assert (await payload(cip, "member_staff", ADVANCE, id=call_id, to="EXPRESSION_OF_INTEREST"))["call"][
        "status"
    ] == "OPEN"
    return call_id


async def save(cip: World, call_id: str, who: str = "member_nora", **variables: Any) -> Any:
    changes = {name: variables.pop(name) for name in list(variables) if name not in ("id", "version", "key")}
    return await payload(cip, who, SAVE, input={**APPLICATION, "callId": call_id, **changes}, **variables)


async def complete(cip: World, call_id: str) -> str:
    """A draft whose partners have confirmed."""
    application_id = str((await save(cip, call_id))["application"]["id"])
    confirmed = await payload(cip, "member_uta", ANSWER, id=application_id, org="org_u", yes=True)
    assert confirmed["application"]["consortium"]["isComplete"] is True
    return application_id


async def test_a_consortium_gets_its_grant_in_two_steps(cip: World) -> None:
    call_id = await open_call(cip)
    saved = await save(cip, call_id, key="k")
    draft = saved["application"]
    assert (draft["status"], draft["version"], draft["requested"]["amount"]) == ("DRAFT", 1, "300000.50")
    assert draft["viewerActions"] == ["SUBMIT_INTEREST", "WITHDRAW", "EDIT"]
    assert draft["consortium"]["missing"] == ["Diese Partner haben nicht zugesagt: org_u."]
    assert [each["status"] for each in draft["consortium"]["partners"]] == ["CONFIRMED", "INVITED"]
    early = await payload(cip, "member_nora", SUBMIT, id=draft["id"], version=1)
    assert codes(early) == [("INVALID", "id.partners")]
    assert codes(await payload(cip, "member_nora", ANSWER, id=draft["id"], org="org_u", yes=True)) == [
        ("FORBIDDEN", "")
    ]
    confirmed = await payload(cip, "member_uta", ANSWER, id=draft["id"], org="org_u", yes=True)
    assert confirmed["application"]["consortium"]["isComplete"] is True
    assert codes(await payload(cip, "member_uta", SUBMIT, id=draft["id"], version=1)) == [("FORBIDDEN", "")]
    assert codes(await payload(cip, "member_nora", SUBMIT, id=draft["id"], version=7)) == [
        ("CONFLICT_VERSION", "expectedVersion")
    ]
    interest = await payload(cip, "member_nora", SUBMIT, id=draft["id"], version=1)
    assert interest["application"]["status"] == "EOI_SUBMITTED"
    closed = await save(cip, call_id, id=draft["id"], version=1)
    assert codes(closed) == [("WRONG_STATE", "")]
    invited = await payload(
        cip, "member_staff", DECIDE, id=draft["id"], to="INVITED_TO_APPLY", note="Bitte Antrag stellen"
    )
    assert invited["application"]["status"] == "INVITED_TO_APPLY"
    assert (await payload(cip, "member_staff", ADVANCE, id=call_id, to="APPLICATION"))["errors"] == []
    # In the second step the sums are others: who asks for another one confirms anew.
    more = [PARTNERS[0], {**PARTNERS[1], "requested": "100000"}]
    changed = await save(cip, call_id, id=draft["id"], version=1, partners=more)
    assert [each["status"] for each in changed["application"]["consortium"]["partners"]] == ["CONFIRMED", "INVITED"]
    assert (await payload(cip, "member_uta", ANSWER, id=draft["id"], org="org_u", yes=True))["errors"] == []
    cip.moment = datetime(2026, 7, 15, tzinfo=UTC)
    assert (await payload(cip, "member_nora", SUBMIT, id=draft["id"], version=2))["application"][
        "status"
    ] == "APPLICATION_SUBMITTED"
    for phase in ("ASSESSMENT",):
        assert (await payload(cip, "member_staff", ADVANCE, id=call_id, to=phase))["errors"] == []
    assert codes(await payload(cip, "member_staff", ADVANCE, id=call_id, to="GRANTED")) == [("WRONG_STATE", "")]
    assert (await payload(cip, "member_staff", DECIDE, id=draft["id"], to="IN_ASSESSMENT"))["errors"] == []
    for granted in (None, "300000.01", "0"):
        wrong = await payload(cip, "member_staff", DECIDE, id=draft["id"], to="GRANTED", granted=granted)
        assert codes(wrong) == [("INVALID", "granted")]
    came = await asyncio.gather(
        *(payload(cip, "member_staff", DECIDE, id=draft["id"], to="GRANTED", granted="100000.01") for _ in range(2))
    )
    project = came[0]["application"]["project"]
    assert came[1]["application"]["project"] == project, "once"
    assert (project["funding"]["amount"], project["status"]) == ("100000.01", "PLANNED")
    shares = {each["organisation"]["id"]: each["funding"]["amount"] for each in project["consortium"]["partners"]}
    assert shares == {"org_w": "66666.68", "org_u": "33333.33"}
    assert [step["status"] for step in came[0]["application"]["history"]] == [
        "DRAFT",
        "EOI_SUBMITTED",
        "INVITED_TO_APPLY",
        "APPLICATION_SUBMITTED",
        "IN_ASSESSMENT",
        "GRANTED",
    ]
    for phase in ("GRANTED", "RUNNING", "CLOSED"):
        assert (await payload(cip, "member_staff", ADVANCE, id=call_id, to=phase))["errors"] == []
    update = """mutation ($id: ID!, $url: URL) {
      p: updateFundedProject(id: $id, input: {
        status: RUNNING, maturity: PROTOTYPE, license: "EUPL-1.2", repositoryUrl: $url }) {
      project { status maturity license } errors { code path } } }"""
    for _ in range(2):  # said again nothing is told again
        running = await payload(cip, "member_staff", update, id=project["id"], url="https://example.org/code")
    assert running["project"] == {"status": "RUNNING", "maturity": "PROTOTYPE", "license": "EUPL-1.2"}
    assert codes(await payload(cip, "member_staff", update, id=project["id"], url="x")) == [
        ("INVALID", "input.repositoryUrl")
    ]
    # The project is public, the application never.
    public = "query ($id: ID!) { fundedProject(id: $id) { funding { amount } topics { slug } } }"
    seen = await cip.do(None, public, {"id": project["id"]})
    assert seen.data["fundedProject"] == {"funding": {"amount": "100000.01"}, "topics": [{"slug": "work"}]}
    told = [(kind, ids) for kind, ids in await cip.told() if kind.startswith(("grant", "funded"))]
    both = ["member_nora", "member_uta"]
    assert told == [
        ("grant.partner_invited", ["member_uta"]),
        ("grant.partner_answered", ["member_nora"]),
        ("grant.submitted", ["member_uta"]),
        ("grant.decided", both),
        ("grant.partner_invited", ["member_uta"]),
        ("grant.partner_answered", ["member_nora"]),
        ("grant.submitted", ["member_uta"]),
        ("grant.decided", both),
        ("grant.decided", both),
        ("funded_project.changed", both),
    ]
    sql = "SELECT action, from_state, to_state, actor_id FROM journal WHERE entity_id = $1 ORDER BY id"
    assert await cip.rows(sql, draft["id"]) == [
        ("CREATE", None, "DRAFT", "member_nora"),
        ("ANSWER", "org_u INVITED", "org_u CONFIRMED", "member_uta"),
        ("SUBMIT", "DRAFT", "EOI_SUBMITTED", "member_nora"),
        ("DECIDE", "EOI_SUBMITTED", "INVITED_TO_APPLY", "member_staff"),
        ("EDIT", "INVITED_TO_APPLY", "INVITED_TO_APPLY", "member_nora"),
        ("ANSWER", "org_u INVITED", "org_u CONFIRMED", "member_uta"),
        ("SUBMIT", "INVITED_TO_APPLY", "APPLICATION_SUBMITTED", "member_nora"),
        ("DECIDE", "APPLICATION_SUBMITTED", "IN_ASSESSMENT", "member_staff"),
        ("DECIDE", "IN_ASSESSMENT", "GRANTED", "member_staff"),
    ]
    assert await cip.rows(sql, project["id"]) == [("UPDATE", "PLANNED", "RUNNING", "member_staff")]
    phases = [after for _, _, after, _ in await cip.rows(sql, call_id)]
    assert phases == [
        "ANNOUNCED",
        "EXPRESSION_OF_INTEREST",
        "APPLICATION",
        "ASSESSMENT",
        "GRANTED",
        "RUNNING",
        "CLOSED",
    ]


async def test_applications_are_their_partners_and_nobody_elses(cip: World) -> None:
    call_id = await open_call(cip)
    application_id = str((await save(cip, call_id))["application"]["id"])
    seen = {
        who: (await cip.do(who, LOOK, {"id": application_id})).data
        for who in ("member_nora", "member_uta", "member_staff")
    }
    assert {who: data["grantApplication"]["id"] for who, data in seen.items()} == dict.fromkeys(seen, application_id)
    for who in ("member_else", "member_tom"):
        assert (await cip.do(who, LOOK, {"id": application_id})).data == {"grantApplication": None}
    assert (await cip.do(None, LOOK, {"id": application_id})).codes == [("UNAUTHENTICATED", "grantApplication")]
    forged = """query ($r: [_Any!]!) { _entities(representations: $r) { ... on GrantApplication { title abstract }
      ... on Member { grantApplications { id } } ... on Organisation { grantApplications { id } } } }"""
    keys = [
        {"__typename": "GrantApplication", "id": application_id, "title": "x"},
        {"__typename": "Member", "id": "member_nora"},
        {"__typename": "Organisation", "id": "org_w"},
        {"__typename": "Organisation", "id": "org_u"},
    ]
    own = [{"id": application_id}]
    found = {
        who: (await cip.do(who, forged, {"r": keys})).data["_entities"] for who in ("member_nora", "member_else", None)
    }
    assert found["member_nora"][1:] == [
        {"grantApplications": own},
        {"grantApplications": own},
        {"grantApplications": None},
    ]
    hidden = [None, *[{"grantApplications": None}] * 3]
    assert (found["member_else"], found[None]) == (hidden, hidden)
    after = forged.replace("grantApplications {", 'grantApplications(after: "grant_nix") {')
    refused = await cip.do("member_nora", after, {"r": keys[1:3]})
    assert [code for code, _ in refused.codes] == ["BAD_USER_INPUT"] * 2
    listed = """query ($c: [_Any!]!) { _entities(representations: $c) {
      ... on FundingCall { applications { totalCount nodes { id } } } } }"""
    call = {"c": [{"__typename": "FundingCall", "id": call_id}]}
    assert (await cip.do("member_nora", listed, call)).data["_entities"] == [{"applications": None}]
    staff = await cip.do("member_staff", listed, call)
    assert staff.data["_entities"] == [{"applications": {"totalCount": 1, "nodes": own}}]
    # Who declines sees it no more; answering so again is no error.
    for _ in range(2):
        left = await payload(cip, "member_uta", ANSWER, id=application_id, org="org_u", yes=False)
        assert left == {"application": None, "errors": []}
    assert (await cip.do("member_uta", LOOK, {"id": application_id})).data == {"grantApplication": None}
    assert codes(await payload(cip, "member_else", ANSWER, id=application_id, org="org_u", yes=True)) == [
        ("NOT_FOUND", "applicationId")
    ]


REFUSED: list[tuple[dict[str, Any], str, list[tuple[str, str]]]] = [
    ({}, "member_tom", [("FORBIDDEN", "input.partners")]),
    ({}, "member_ghost", [("FORBIDDEN", "")]),
    ({"title": " "}, "member_nora", [("INVALID", "input.title")]),
    ({"abstract": "x" * 10_001}, "member_nora", [("INVALID", "input.abstract")]),
    ({"consortiumName": ""}, "member_nora", [("INVALID", "input.consortiumName")]),
    ({"partners": []}, "member_nora", [("INVALID", "input.partners"), ("INVALID", "input.partners")]),
    ({"partners": [PARTNERS[1]]}, "member_nora", [("INVALID", "input.partners")]),
    (
        {"partners": [PARTNERS[0], PARTNERS[0]]},
        "member_nora",
        [("INVALID", "input.partners"), ("INVALID", "input.partners")],
    ),
    ({"partners": [{**PARTNERS[0], "requested": "-1"}]}, "member_nora", [("INVALID", "input.partners")]),
    ({"partners": [{**PARTNERS[0], "requested": "0.001"}]}, "member_nora", [("INVALID", "input.partners")]),
    (
        {"partners": [PARTNERS[0], {**PARTNERS[1], "organisationId": "member_tom"}]},
        "member_nora",
        [("INVALID", "input.partners")],
    ),
    ({"partners": [PARTNERS[0], {**PARTNERS[1], "organisationId": "org_x"}]}, "member_nora", [("UNAVAILABLE", "")]),
    ({"ideaId": "idea_none"}, "member_nora", [("NOT_FOUND", "input.ideaId")]),
    ({"callId": "call_none"}, "member_nora", [("NOT_FOUND", "input.callId")]),
    ({"callId": "call_1"}, "member_nora", [("WRONG_STATE", "")]),
]


async def test_what_does_not_fit_is_refused_and_writes_nothing(cip: World) -> None:
    call_id = await open_call(cip)
    for number, (wish, who, expected) in enumerate(REFUSED):
        came = await save(cip, call_id, who, key=f"key {number}", **wish)
        assert (came["application"], codes(came)) == (None, expected), wish
    assert await cip.rows("SELECT FROM grant_application") == []
    assert await cip.rows("SELECT FROM idempotency") == []
    cip.moment = datetime(2026, 6, 30, 22, tzinfo=UTC)
    assert codes(await save(cip, call_id)) == [("DEADLINE_PASSED", "")]
    cip.moment = datetime(2026, 6, 30, 21, 59, 59, tzinfo=UTC)
    cip.is_away = True
    assert codes(await save(cip, call_id, ideaId="idea_n")) == [("UNAVAILABLE", "")]
    assert (await save(cip, call_id))["errors"] == [], "without an idea nobody need be asked"


async def test_one_key_at_once_is_one_application(cip: World) -> None:
    call_id = await open_call(cip)
    came = await asyncio.gather(*(save(cip, call_id, key="one") for _ in range(4)))
    assert len({each["application"]["id"] for each in came}) == 1
    assert codes(await save(cip, call_id, key="one", title="Anders")) == [("INVALID", "idempotencyKey")]
    assert len(await cip.rows("SELECT FROM grant_application")) == 1
    assert [kind for kind, _ in await cip.told()].count("grant.partner_invited") == 1


@pytest.mark.parametrize(
    ("acr", "expected"),
    [
        ("STORK-QAA-Level-1", [("ASSURANCE_TOO_LOW", "")]),
        ("", [("ASSURANCE_TOO_LOW", "")]),
        ("STORK-QAA-Level-3", []),
        ("http://eidas.europa.eu/LoA/high", []),
    ],
)
async def test_submitting_needs_to_know_who_it_is(cip: World, acr: str, expected: list[tuple[str, str]]) -> None:
    application_id = await complete(cip, await open_call(cip))
    headers = {**headers_of("member_nora", acr or "x")}
    answer = await ask(cip.own.app, SUBMIT, {"id": application_id, "version": 1}, headers)
    assert codes(answer.data["p"]) == expected


async def test_staff_decides_with_reasons_and_the_coordinator_withdraws(cip: World) -> None:
    call_id = await open_call(cip)
    application_id = await complete(cip, call_id)
    assert codes(await payload(cip, "member_staff", DECIDE, id=application_id, to="INVITED_TO_APPLY")) == [
        ("WRONG_STATE", "")
    ]
    assert codes(await payload(cip, "member_staff", DECIDE, id=application_id, to="DRAFT")) == [("INVALID", "to")]
    assert (await payload(cip, "member_nora", SUBMIT, id=application_id, version=1))["errors"] == []
    assert codes(await payload(cip, "member_staff", DECIDE, id=application_id, to="EOI_NEGATIVE")) == [
        ("INVALID", "note")
    ]
    assert codes(await payload(cip, "member_uta", WITHDRAW, id=application_id)) == [("FORBIDDEN", "")]
    for _ in range(2):
        withdrawn = await payload(cip, "member_nora", WITHDRAW, id=application_id)
        assert (withdrawn["application"]["status"], withdrawn["errors"]) == ("WITHDRAWN", [])
    assert codes(await payload(cip, "member_staff", DECIDE, id=application_id, to="INVITED_TO_APPLY")) == [
        ("WRONG_STATE", "")
    ]
    assert (await cip.do("member_nora", DECIDE, {"id": application_id, "to": "GRANTED"})).codes == [("FORBIDDEN", "p")]
    cancelled = await payload(cip, "member_staff", ADVANCE, id=call_id, to="CANCELLED")
    assert cancelled["call"] == {"phase": "CANCELLED", "status": "ENDED"}
    assert codes(await payload(cip, "member_staff", SAVE_CALL, id=call_id, input=CALL)) == [("WRONG_STATE", "")]


async def test_a_call_is_written_and_changed_by_staff(cip: World) -> None:
    assert (await cip.do("member_nora", SAVE_CALL, {"input": CALL})).codes == [("FORBIDDEN", "p")]
    first = await payload(cip, "member_staff", SAVE_CALL, input=CALL, key="k")
    assert {**first["call"], "id": ""} == {
        "id": "",
        "phase": "ANNOUNCED",
        "status": "ANNOUNCED",
        "viewerActions": ["OPEN_INTEREST", "CANCEL", "EDIT"],
        "applyUntil": "2026-06-30T21:59:59+00:00",
        "applicationUntil": "2026-09-30T21:59:59+00:00",
    }
    assert (await payload(cip, "member_staff", SAVE_CALL, input=CALL, key="k"))["call"]["id"] == first["call"]["id"]
    wrong: list[tuple[dict[str, Any], str]] = [
        ({"title": {"de": ""}}, "title.de"),
        ({"topicSlugs": ["nothing"]}, "topicSlugs"),
        ({"guidelineUrl": "x"}, "guidelineUrl"),
        ({"projectManagementAgency": " "}, "projectManagementAgency"),
        ({"maxFundingPerProject": "0"}, "maxFundingPerProject"),
        ({"budget": "-1"}, "budget"),
        ({"minPartners": 0}, "minPartners"),
        ({"requiredSectors": 99}, "requiredSectors"),
        ({"applicationUntil": "2026-06-01T00:00:00Z"}, "applicationUntil"),
    ]
    for changes, path in wrong:
        came = await payload(cip, "member_staff", SAVE_CALL, input={**CALL, **changes})
        assert (came["call"], codes(came)) == (None, [("INVALID", f"input.{path}")]), changes


async def test_a_step_is_submitted_once_and_a_partner_leaves_before_or_not_at_all(cip: World) -> None:
    application = await complete(cip, await open_call(cip))
    came = await asyncio.gather(
        payload(cip, "member_nora", SUBMIT, id=application, version=1),
        payload(cip, "member_nora", SUBMIT, id=application, version=1),
        payload(cip, "member_uta", ANSWER, id=application, org="org_u", yes=False),
    )
    submitted = [each for each in came[:2] if not each["errors"]]
    has_left = not came[2]["errors"]
    assert len(submitted) == (0 if has_left else 1)
    steps = await cip.rows(
        "SELECT count(*) FROM application_step WHERE application_id = $1 AND status <> 'DRAFT'", application
    )
    assert steps == [(len(submitted),)]
