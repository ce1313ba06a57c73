"""What members change: rights, guards, versions, conflicts, the same key twice, consent."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from services.kit.database import open_connection
from tests.kit.asking import Answer, ask
from tests.services.conftest import House, bearer

MIRA = bearer("member_mira", "ideas:write", "profile:write")
JO = bearer("member_jo", "ideas:write", "profile:write")
ADA = bearer("member_ada", "ideas:write", "profile:write")
IDEA: dict[str, Any] = {
    "title": "Straßenbäume gießen 🌳",
    "summary": "Wer gießt wann?",
    "problem": "Bäume vertrocknen.",
    "solution": "Eine Vorhersage sagt, wo es trocken wird.",
    "commonGoodBenefit": "Kühle Städte.",
    "targetGroups": ["Nachbarschaften"],
    "language": "DE",
    "maturity": "IDEA",
    "aiMethods": ["TIME_SERIES", "GEO_AI"],
    "expectedUsers": 100,
    "topicSlugs": ["biodiversity"],
    "sdgs": [15, 3],
    "regionArs": "150020000000",
}
PAYLOAD = """{ idea { id slug title status version author { id } topics { slug } sdgs { number } region { ars }
  publishedAt viewerCanEdit team { role actor { id } } versions { totalCount nodes { number changeNote diff } } }
  errors { code message path } }"""
CREATE = f"""mutation ($input: IdeaInput!, $key: ID) {{
  payload: createIdea(input: $input, idempotencyKey: $key) {PAYLOAD} }}"""
UPDATE = f"""mutation ($id: ID!, $version: Int!, $input: IdeaInput!, $note: String) {{
  payload: updateIdea(id: $id, expectedVersion: $version, input: $input, changeNote: $note) {PAYLOAD} }}"""
SUBMIT = f"mutation ($id: ID!) {{ payload: submitIdea(id: $id) {PAYLOAD} }}"
SAVE = """mutation ($input: ProfileInput!) { payload: saveProfile(input: $input) {
  profile { id status visibility headline skills { slug } offers publishedAt } errors { code path } } }"""
PROFILE: dict[str, Any] = {
    "ownerId": "member_jo",
    "headline": "Sprachmodelle",
    "about": "Ich baue Sprachmodelle.",
    "language": "DE",
    "offers": ["AI_DEVELOPMENT"],
    "seeks": [],
    "skillSlugs": ["nlp"],
    "visibility": "PUBLIC",
}


async def create(own: House, headers: dict[str, str], key: str | None = None, **changes: Any) -> Answer:
    return await ask(own.app, CREATE, {"input": {**IDEA, **changes}, "key": key}, headers)


async def update(own: House, headers: dict[str, str], idea_id: str, version: int, **changes: Any) -> Any:
    variables = {"id": idea_id, "version": version, "input": {**IDEA, **changes}, "note": "Neu"}
    return (await ask(own.app, UPDATE, variables, headers)).data["payload"]


async def submit(own: House, headers: dict[str, str], idea_id: str) -> Any:
    return (await ask(own.app, SUBMIT, {"id": idea_id}, headers)).data["payload"]


async def save(own: House, headers: dict[str, str], **changes: Any) -> Any:
    return (await ask(own.app, SAVE, {"input": {**PROFILE, **changes}}, headers)).data["payload"]


async def rows(own: House, sql: str, *arguments: object) -> list[tuple[Any, ...]]:
    async with open_connection(own.url, schema=own.schema) as connection:
        return [tuple(row) for row in await connection.fetch(sql, *arguments)]


async def told(own: House) -> list[tuple[Any, ...]]:
    """What the other houses hear of, but for the topics, which come with the sample."""
    others = "^(topic|actor|organisation|document)[.]"
    sql = f"SELECT kind, subject_id, payload FROM outbox WHERE kind !~ '{others}' ORDER BY seq"
    return await rows(own, sql)


def codes(payload: Any) -> list[tuple[str, str]]:
    return [(error["code"], ".".join(error["path"])) for error in payload["errors"]]


async def test_a_new_idea_is_a_draft_of_its_author(own: House) -> None:
    answer = await create(own, JO)
    assert answer.errors == []
    idea = answer.data["payload"]["idea"]
    assert idea["id"].startswith("idea_")
    assert idea["slug"].startswith("strassenbaeume-giessen-")
    assert {**idea, "id": "", "slug": "", "versions": ""} == {
        "id": "",
        "slug": "",
        "title": "Straßenbäume gießen 🌳",
        "status": "DRAFT",
        "version": 1,
        "author": {"id": "member_jo"},
        "topics": [{"slug": "biodiversity"}],
        "sdgs": [{"number": 3}, {"number": 15}],
        "region": {"ars": "150020000000"},
        "publishedAt": None,
        "viewerCanEdit": True,
        "team": [{"role": "OWNER", "actor": {"id": "member_jo"}}],
        "versions": "",
    }
    assert idea["versions"]["totalCount"] == 1
    assert await told(own) == [], "a draft is nobody else's business"
    assert (await ask(own.app, f'{{ idea(id: "{idea["id"]}") {{ id }} }}', headers=MIRA)).data == {"idea": None}


@pytest.mark.parametrize(
    ("headers", "code"),
    [({}, "UNAUTHENTICATED"), (bearer("member_jo"), "FORBIDDEN"), (bearer("member_jo", "profile:write"), "FORBIDDEN")],
)
async def test_writing_needs_the_scope(market: House, headers: dict[str, str], code: str) -> None:
    answer = await create(market, headers)
    assert answer.data == {"payload": None}
    assert answer.codes == [(code, "payload")]
    assert await rows(market, "SELECT 1 FROM idea WHERE title = $1", IDEA["title"]) == []


@pytest.mark.parametrize("who", ["member_old", "member_ghost", "org_haus", "nobody"])
async def test_only_active_members_write(market: House, who: str) -> None:
    payload = (await create(market, bearer(who, "ideas:write"))).data["payload"]
    assert codes(payload) == [("FORBIDDEN", "")]


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        ({"title": "  "}, [("INVALID", "input.title")]),
        ({"title": "x" * 201}, [("INVALID", "input.title")]),
        ({"problem": "x" * 10_001}, [("INVALID", "input.problem")]),
        ({"topicSlugs": ["biodiversity", "nonsense"]}, [("INVALID", "input.topicSlugs")]),
        ({"sdgs": [0, 18]}, [("INVALID", "input.sdgs")]),
        ({"regionArs": "999999999999"}, [("INVALID", "input.regionArs")]),
        (
            {"expectedUsers": -1, "targetGroups": [""]},
            [("INVALID", "input.targetGroups"), ("INVALID", "input.expectedUsers")],
        ),
        ({"targetGroups": ["Gruppe"] * 21}, [("INVALID", "input.targetGroups")]),
    ],
)
async def test_a_bad_text_is_refused_with_every_fault(
    market: House, changes: dict[str, Any], faults: list[Any]
) -> None:
    payload = (await create(market, JO, **changes)).data["payload"]
    assert payload["idea"] is None
    assert codes(payload) == faults
    assert await told(market) == []


async def test_the_same_key_makes_one_idea(own: House) -> None:
    first, second = await asyncio.gather(create(own, JO, key="k1"), create(own, JO, key="k1"))
    assert first.data["payload"]["idea"]["id"] == second.data["payload"]["idea"]["id"]
    other = (await create(own, JO, key="k1", title="Etwas anderes")).data["payload"]
    assert codes(other) == [("INVALID", "idempotencyKey")]
    assert codes((await create(own, JO, key="x" * 201)).data["payload"]) == [("INVALID", "idempotencyKey")]
    somebody_else = (await create(own, MIRA, key="k1")).data["payload"]["idea"]["id"]
    assert somebody_else != first.data["payload"]["idea"]["id"]
    assert len(await rows(own, "SELECT 1 FROM idea WHERE title = $1", IDEA["title"])) == 2


async def test_a_change_makes_a_version(own: House) -> None:
    payload = await update(own, ADA, "idea_plain", 2, title="Verständliche Bescheide", sdgs=None)
    assert payload["errors"] == []
    assert payload["idea"]["version"] == 3
    assert payload["idea"]["sdgs"] == []
    newest = payload["idea"]["versions"]["nodes"][0]
    assert (newest["number"], newest["changeNote"]) == (3, "Neu")
    assert "- Leichte Sprache für Bescheide\n+ Verständliche Bescheide" in newest["diff"]
    (hashed,) = await rows(own, "SELECT hash, editor_id FROM idea_version WHERE idea_id = 'idea_plain' AND number = 3")
    assert (len(hashed[0]), hashed[1]) == (64, "member_ada")


async def test_versions_are_never_rewritten(market: House) -> None:
    with pytest.raises(Exception, match="append-only"):
        await rows(market, "UPDATE idea_version SET body = body")


async def test_two_changes_at_once_are_a_conflict(own: House) -> None:
    answers = await asyncio.gather(*(update(own, ADA, "idea_plain", 2, title=f"Titel {n}") for n in range(2)))
    assert sorted(len(payload["errors"]) for payload in answers) == [0, 1]
    refused = next(payload for payload in answers if payload["errors"])
    assert codes(refused) == [("CONFLICT_VERSION", "expectedVersion")]
    assert "bei Version 3, nicht 2" in refused["errors"][0]["message"]


@pytest.mark.parametrize(
    ("wish", "says"),
    [
        ("de", ["Sie sind nicht berechtigt, das zu tun."]),
        ("en-GB", ["You are not allowed to do this with this idea."]),
        ("de-simple", ["Das dürfen Sie nicht machen."]),
    ],
)
async def test_a_refusal_speaks_the_language_of_the_request(own: House, wish: str, says: list[str]) -> None:
    refused = await update(own, {**JO, "accept-language": wish}, "idea_plain", 2)
    assert [each["message"] for each in refused["errors"]] == says


async def test_a_sentence_says_which_field_and_which_number(own: House) -> None:
    refused = (await create(own, {**ADA, "accept-language": "en"}, title="x" * 300)).data["payload"]
    assert [each["message"] for each in refused["errors"]] == ["“title” may have 200 characters."]
    refused = (await create(own, ADA, title="{most}" + "x" * 300)).data["payload"]
    assert [each["message"] for each in refused["errors"]] == ["„Titel“ darf höchstens 200 Zeichen haben."]


@pytest.mark.parametrize(
    ("headers", "idea_id", "code"),
    [
        (JO, "idea_plain", ("FORBIDDEN", "")),  # visible, but not on the team
        (MIRA, "idea_draft", ("NOT_FOUND", "id")),  # not visible: as if it were not there
        (MIRA, "idea_none", ("NOT_FOUND", "id")),
        (ADA, "idea_hidden", ("WRONG_STATE", "")),
        (bearer("member_mira", "ideas:write", "marketplace:manage"), "idea_draft", ("FORBIDDEN", "")),
    ],
)
async def test_who_may_not_change(market: House, headers: dict[str, str], idea_id: str, code: tuple[str, str]) -> None:
    assert codes(await update(market, headers, idea_id, 1)) == [code]


async def test_an_administrator_changes_for_the_organisation(own: House) -> None:
    assert codes(await update(own, MIRA, "idea_plain", 2)) == []


async def test_a_published_idea_keeps_what_publication_needs(market: House) -> None:
    assert codes(await update(market, ADA, "idea_plain", 2, problem=" ", topicSlugs=[])) == [
        ("INVALID", "input.problem"),
        ("INVALID", "input.topicSlugs"),
    ]


async def test_a_new_author_is_read_first(own: House) -> None:
    made = (await create(own, ADA)).data["payload"]["idea"]["id"]
    payload = await submit(own, ADA, made)
    assert (payload["errors"], payload["idea"]["status"], payload["idea"]["publishedAt"]) == ([], "IN_REVIEW", None)
    assert codes(await submit(own, ADA, made)) == [("WRONG_STATE", "")]


async def test_who_has_published_before_publishes_directly(own: House) -> None:
    payload = await submit(own, JO, "idea_draft")
    assert payload["errors"] == []
    assert payload["idea"]["status"] == "PUBLISHED"
    assert payload["idea"]["publishedAt"] is not None
    assert (await ask(own.app, '{ idea(id: "idea_draft") { title } }')).data["idea"] == {"title": "Geheimer Entwurf"}
    assert await told(own) == [("idea.published", "idea_draft", {"from": "DRAFT", "to": "PUBLISHED"})]


async def test_a_submission_needs_a_whole_idea_and_its_owner(own: House) -> None:
    made = (await create(own, JO, problem="", commonGoodBenefit=" ", topicSlugs=[])).data["payload"]["idea"]["id"]
    assert codes(await submit(own, JO, made)) == [
        ("INVALID", "id.problem"),
        ("INVALID", "id.commonGoodBenefit"),
        ("INVALID", "id.topicSlugs"),
    ]
    assert codes(await submit(own, MIRA, made)) == [("NOT_FOUND", "id")]
    assert codes(await submit(own, ADA, "idea_plain")) == [("FORBIDDEN", "")]  # a co-author does not submit


async def test_a_profile_is_saved_and_published(own: House) -> None:
    payload = await save(own, JO)
    assert payload["errors"] == []
    assert payload["profile"]["id"] == "profile_jo"
    assert payload["profile"]["status"] == "PUBLISHED"
    assert payload["profile"]["skills"] == [{"slug": "nlp"}]
    assert payload["profile"]["publishedAt"] == "2024-05-01T00:00:00+00:00"


@pytest.mark.parametrize(
    ("headers", "changes", "fault"),
    [
        (JO, {"ownerId": "member_mira"}, ("FORBIDDEN", "input.ownerId")),
        (JO, {"ownerId": "org_lab"}, ("FORBIDDEN", "input.ownerId")),  # administrator, but not verified
        (JO, {"headline": ""}, ("INVALID", "input.headline")),
        (JO, {"skillSlugs": ["magic"]}, ("INVALID", "input.skillSlugs")),
        (JO, {"availabilityHoursPerMonth": 745}, ("INVALID", "input.availabilityHoursPerMonth")),
        (ADA, {"ownerId": "member_ada"}, ("CONSENT_MISSING", "input.visibility")),
    ],
)
async def test_a_profile_is_refused(
    market: House, headers: dict[str, str], changes: dict[str, Any], fault: tuple[str, str]
) -> None:
    payload = await save(market, headers, **changes)
    assert (payload["profile"], codes(payload)) == (None, [fault])


async def test_a_private_profile_needs_no_consent_and_stays_a_draft(own: House) -> None:
    payload = await save(own, ADA, ownerId="member_ada", visibility="PRIVATE")
    assert (payload["profile"]["status"], payload["profile"]["visibility"]) == ("DRAFT", "PRIVATE")


async def test_an_administrator_saves_the_organisations_profile(own: House) -> None:
    payload = await save(own, MIRA, ownerId="org_haus", visibility="MEMBERS")
    assert (payload["errors"], payload["profile"]["id"]) == ([], "profile_haus")
