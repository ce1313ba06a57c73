"""Moderation: reports without login, hiding at once, reasons, one appeal to somebody else; every role and state."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest

from services.kit.database import open_connection, open_database
from services.marketplace.matching.refresh import Matching
from services.marketplace.rules.moderation import LIFE, Involved, ModerationRole, ModerationStatus, appeal_until
from services.marketplace.store.moderation_writing import lapse_cases
from tests.kit.asking import ask
from tests.kit.life_cycles import Walk, differences
from tests.services.conftest import House, bearer
from tests.services.marketplace.conftest import AT, holds, left, until_true
from tests.services.marketplace.test_contact import WRITE, change, talk
from tests.services.marketplace.test_mutations import IDEA as TEXT
from tests.services.marketplace.test_mutations import rows
from tests.services.marketplace.test_notifications import follow

FIRST = bearer("mod_1", "moderation")
SECOND = bearer("mod_2", "moderation")
MIRA = bearer("member_mira", "ideas:write", "contact:write", "profile:write")
JO = bearer("member_jo", "ideas:write", "contact:write", "profile:write")
ADA = bearer("member_ada", "ideas:write", "contact:write")
STAFF = bearer("staff_1", "marketplace:manage")
NOBODY: dict[str, str] = {}
REPORT = """mutation ($id: ID!, $why: String! = "Das ist gelogen.") { payload: reportContent(
  subjectId: $id, reason: MISINFORMATION, explanation: $why) { reference errors { code path } } }"""
CASE = """moderationCase { id status assignedTo { id } decision { action facts legalGround automated } viewerActions
  appeal { text upheld facts } reports { reason explanation } subject { __typename } } errors { code path }"""
TAKE = f"mutation ($id: ID!) {{ payload: takeModerationCase(id: $id) {{ {CASE} }} }}"
DECIDE = f"""mutation ($id: ID!, $action: ModerationAction! = HIDE, $facts: String! = "Die Zahlen stimmen nicht.",
  $law: String, $terms: String = "Nutzungsbedingungen Nr. 3") {{ payload: decideModerationCase(id: $id, input: {{
  action: $action, facts: $facts, legalGround: $law, termsGround: $terms }}) {{ {CASE} }} }}"""
MINE = "moderationCase { id status subject { __typename } appeal { text upheld facts } } errors { code path }"
APPEAL = f"""mutation ($id: ID!, $text: String! = "Sie stimmen.") {{
  payload: appealModeration(caseId: $id, text: $text) {{ {MINE} }} }}"""
JUDGE = f"""mutation ($id: ID!, $uphold: Boolean! = true, $facts: String! = "Nachgerechnet.") {{
  payload: decideAppeal(caseId: $id, uphold: $uphold, facts: $facts) {{ {CASE} }} }}"""
QUEUE = """query ($status: [ModerationStatus!], $first: Int = 20, $after: String) { moderationQueue(
  status: $status, first: $first, after: $after) { totalCount pageInfo { hasNextPage endCursor } nodes {
  id status viewerActions reports { explanation } subject { __typename ... on Idea { id } ... on Comment { body }
  ... on Message { body readAt } ... on Amendment { note } } messagesAround { body } } } }"""
LOOK = """query ($id: ID!) { it: moderationCase(id: $id) { id status viewerActions subject { __typename }
  decision { action facts termsGround decidedAt } appeal { text } } }"""
IDEA = "query ($id: ID!) { it: idea(id: $id) { id status viewerActions } }"


async def do(own: House, headers: dict[str, str], query: str, **variables: Any) -> Any:
    answer = await ask(own.app, query, variables, headers)
    assert answer.codes == [], answer
    return answer.data["payload"]


async def codes(own: House, headers: dict[str, str], query: str, **variables: Any) -> list[str]:
    return [each["code"] for each in (await do(own, headers, query, **variables))["errors"]]


async def see(own: House, headers: dict[str, str], query: str, thing: str) -> Any:
    return (await ask(own.app, query, {"id": thing}, headers)).data["it"]


async def reported(own: House, subject: str, headers: dict[str, str] = NOBODY) -> str:
    """The case of a report."""
    payload = await do(own, headers, REPORT, id=subject)
    assert payload["errors"] == []
    ((case,),) = await rows(own, "SELECT case_id FROM content_report WHERE id = $1", payload["reference"])
    return str(case)


async def hidden(own: House, subject: str, reporter: dict[str, str] = NOBODY) -> str:
    case = await reported(own, subject, reporter)
    assert await codes(own, FIRST, TAKE, id=case) == []
    assert await codes(own, FIRST, DECIDE, id=case) == []
    return case


async def test_from_a_report_to_an_appeal_that_is_upheld(writable: tuple[House, Matching]) -> None:
    own, matching = writable
    assert await holds(matching, "idea_birds")
    case = await reported(own, "idea_birds")
    assert await reported(own, "idea_birds", JO) == case, "reports are added to the case that waits"
    (node,) = (await ask(own.app, QUEUE, {"status": ["OPEN"]}, FIRST)).data["moderationQueue"]["nodes"]
    assert node["subject"] == {"__typename": "Idea", "id": "idea_birds"}
    assert (len(node["reports"]), node["viewerActions"]) == (2, ["TAKE"])
    assert await see(own, MIRA, LOOK, case) is None, "its author learns of it with the decision"
    taken = (await do(own, FIRST, TAKE, id=case))["moderationCase"]
    assert (taken["status"], taken["viewerActions"]) == ("UNDER_REVIEW", ["TAKE", "DECIDE"])
    for lacking in ({"facts": " "}, {"terms": None}, {"terms": "", "law": "\u200b"}, {"facts": "x" * 5001}):
        assert await codes(own, FIRST, DECIDE, id=case, **lacking) == ["INVALID"]
    assert (await see(own, NOBODY, IDEA, "idea_birds"))["status"] == "PUBLISHED"
    decided = await do(own, FIRST, DECIDE, id=case)
    assert decided["moderationCase"]["decision"] == {
        "action": "HIDE",
        "facts": "Die Zahlen stimmen nicht.",
        "legalGround": None,
        "automated": False,
    }
    assert await do(own, FIRST, DECIDE, id=case) == decided, "said again it is the same"
    assert await codes(own, FIRST, DECIDE, id=case, action="NONE") == ["WRONG_STATE"]
    assert await see(own, NOBODY, IDEA, "idea_birds") is None
    await until_true(partial(left, matching, "idea_birds"))
    mine = await see(own, MIRA, LOOK, case)
    assert (mine["decision"]["termsGround"], mine["viewerActions"]) == ("Nutzungsbedingungen Nr. 3", ["APPEAL"])
    assert await see(own, JO, LOOK, case) is None, "who reported is told, and no more"
    assert await codes(own, JO, APPEAL, id=case) == ["NOT_FOUND"]
    assert await codes(own, MIRA, APPEAL, id=case, text=" ") == ["INVALID"]
    appealed = await do(own, MIRA, APPEAL, id=case)
    assert appealed["moderationCase"]["status"] == "APPEALED"
    assert await do(own, MIRA, APPEAL, id=case) == appealed
    assert await codes(own, MIRA, APPEAL, id=case, text="Und noch etwas.") == ["ALREADY_EXISTS"]
    assert await codes(own, FIRST, JUDGE, id=case) == ["FORBIDDEN"]
    assert await codes(own, SECOND, JUDGE, id=case, facts="") == ["INVALID"]
    closed = await do(own, SECOND, JUDGE, id=case)
    assert closed["moderationCase"]["appeal"] == {"text": "Sie stimmen.", "upheld": True, "facts": "Nachgerechnet."}
    assert await do(own, SECOND, JUDGE, id=case) == closed
    assert (await see(own, NOBODY, IDEA, "idea_birds"))["status"] == "PUBLISHED"
    await until_true(partial(holds, matching, "idea_birds"))
    assert await rows(own, "SELECT was_hidden FROM idea WHERE id = 'idea_birds'") == [(False,)]
    await follow(own)
    told = "SELECT recipient_id, kind FROM notification WHERE subject_id = $1 ORDER BY recipient_id, kind"
    assert await rows(own, told, case) == [
        ("member_jo", "report.hidden"),
        ("member_jo", "report.overturned"),
        ("member_mira", "moderation.appeal_upheld"),
        ("member_mira", "moderation.hidden"),
    ]
    heard = "SELECT kind FROM outbox WHERE subject_id = 'idea_birds' AND kind LIKE 'idea%' ORDER BY seq"
    assert await rows(own, heard) == [("idea.hidden",), ("idea.status_changed",)]


async def test_the_author_reads_the_reasons_where_the_notification_leads(own: House) -> None:
    case = await hidden(own, "idea_fork", MIRA)
    await follow(own)
    query = """{ viewer { notifications { nodes { kind text { de deSimple } subject { __typename
      ... on ModerationCase { id decision { facts } } } } } } }"""
    (author,) = (await ask(own.app, query, {}, JO)).data["viewer"]["notifications"]["nodes"]
    assert author["kind"] == "MODERATION"
    assert "widersprechen" in author["text"]["de"]
    assert author["subject"]["decision"] == {"facts": "Die Zahlen stimmen nicht."}
    (reporter,) = (await ask(own.app, query, {}, MIRA)).data["viewer"]["notifications"]["nodes"]
    assert (reporter["kind"], reporter["subject"]) == ("MODERATION", None)
    assert case


async def test_ten_reports_an_hour_by_client_and_one_limit_for_all_without(own: House) -> None:
    client, other = {"x-civic-client": "one"}, {"x-civic-client": "two"}
    for headers in (client, NOBODY):
        for number in range(10):
            assert await codes(own, headers, REPORT, id="idea_birds", why=f"Grund {number}") == []
        assert await codes(own, headers, REPORT, id="idea_birds", why="Und noch einer") == ["LIMIT_EXCEEDED"]
        assert await codes(own, headers, REPORT, id="idea_birds", why="Grund 3") == [], "what was said is there"
    assert await codes(own, other, REPORT, id="idea_birds") == []
    # Whoever is logged in is counted by that, wherever they are.
    assert await codes(own, {**JO, **client}, REPORT, id="idea_birds") == []
    await change(own, "UPDATE report_turn SET at = at - interval '61 minutes'")
    assert await codes(own, client, REPORT, id="idea_birds", why="Nach einer Stunde") == []
    assert await rows(own, "SELECT count(*) FROM moderation_case") == [(1,)]
    kept = await rows(own, "SELECT count(*) FROM content_report WHERE reporter_id IS NOT NULL")
    assert kept == [(1,)], "of who is not logged in nothing is kept"
    async with open_database(own.url, schema=own.schema) as database, database.transaction() as inside:
        await lapse_cases(inside, AT + timedelta(days=2))
    assert await rows(own, "SELECT count(*) FROM report_turn") == [(0,)]


async def test_ten_at_once_are_counted_one_by_one(own: House) -> None:
    came = await asyncio.gather(*(codes(own, NOBODY, REPORT, id="idea_birds", why=f"G{n}") for n in range(12)))
    assert sorted(came) == [[]] * 10 + [["LIMIT_EXCEEDED"]] * 2
    assert await rows(own, "SELECT count(*) FROM moderation_case") == [(1,)]


@pytest.mark.parametrize("subject", ["idea_draft", "idea_hidden", "profile_mira", "nothing", "workshop_1", ""])
async def test_what_one_does_not_see_cannot_be_reported(own: House, subject: str) -> None:
    assert await codes(own, NOBODY, REPORT, id=subject) == ["NOT_FOUND"]
    assert await codes(own, NOBODY, REPORT, id="idea_birds", why=" ") == ["INVALID"]


async def test_a_profile_is_hidden_and_its_owner_cannot_show_it(own: House) -> None:
    status = "mutation ($id: ID!) { payload: changeProfileStatus(id: $id, to: PUBLISHED) { errors { code } } }"
    query = '{ it: member(id: "member_jo") { profile { id status } } }'
    case = await hidden(own, "profile_jo")
    assert (await ask(own.app, query)).data["it"]["profile"] is None
    assert await codes(own, JO, status, id="profile_jo") == ["WRONG_STATE"]
    assert await codes(own, JO, APPEAL, id=case) == []
    assert await codes(own, SECOND, JUDGE, id=case, uphold=False) == []
    assert (await ask(own.app, query)).data["it"]["profile"] is None
    case = await reported(own, "profile_haus", JO)
    await do(own, FIRST, TAKE, id=case)
    assert await codes(own, FIRST, DECIDE, id=case, action="WARN") == []
    assert (await see(own, MIRA, LOOK, case))["decision"]["action"] == "WARN", "an administrator answers for it"


COMMENT = """mutation ($body: String!) { payload: addComment(ideaId: "idea_plain", body: $body, language: DE) {
  comment { id } errors { code } } }"""
AMEND = """mutation ($version: Int!, $input: IdeaInput!) { payload: proposeAmendment(ideaId: "idea_birds",
  baseVersion: $version, input: $input, note: "Böse Worte") { amendment { id } errors { code } } }"""


async def test_a_comment_is_hidden_and_read_by_its_author_and_moderators_only(own: House) -> None:
    comment = (await do(own, JO, COMMENT, body="Böse Worte"))["comment"]["id"]
    case = await hidden(own, comment, MIRA)
    query = "query ($them: [_Any!]!) { _entities(representations: $them) { ... on Comment { body isHidden } } }"
    them = {"them": [{"__typename": "Comment", "id": comment}]}
    for headers in (NOBODY, MIRA):
        assert (await ask(own.app, query, them, headers)).data["_entities"] == [{"body": None, "isHidden": True}]
    assert (await ask(own.app, query, them, JO)).data["_entities"] == [{"body": "Böse Worte", "isHidden": True}]
    (node,) = (await ask(own.app, QUEUE, {}, SECOND)).data["moderationQueue"]["nodes"]
    assert node["subject"] == {"__typename": "Comment", "body": "Böse Worte"}
    assert await codes(own, NOBODY, REPORT, id=comment) == ["NOT_FOUND"]
    await do(own, JO, APPEAL, id=case)
    assert await codes(own, SECOND, JUDGE, id=case) == []
    assert (await ask(own.app, query, them)).data["_entities"] == [{"body": "Böse Worte", "isHidden": False}]


async def test_a_case_is_void_when_its_subject_is_gone(own: House) -> None:
    delete = "mutation ($id: ID!) { payload: editComment(id: $id, body: null) { errors { code } } }"
    comment = (await do(own, JO, COMMENT, body="Weg damit"))["comment"]["id"]
    case = await reported(own, comment)
    assert await codes(own, JO, delete, id=comment) == []
    seen = await see(own, FIRST, LOOK, case)
    assert (seen["status"], seen["subject"], seen["viewerActions"]) == ("VOID", None, [])
    assert await codes(own, FIRST, TAKE, id=case) == ["WRONG_STATE"]


async def test_a_hidden_amendment_is_its_authors_alone(own: House) -> None:
    version = (await ask(own.app, '{ idea(id: "idea_birds") { version } }')).data["idea"]["version"]
    made = await do(own, JO, AMEND, version=version, input=TEXT)
    amendment = made["amendment"]["id"]
    case = await hidden(own, amendment, MIRA)
    query = 'query { it: idea(id: "idea_birds") { amendments { totalCount nodes { id } } } }'
    for headers, count in ((MIRA, 0), (ADA, 0), (JO, 1), (FIRST, 1)):
        assert (await ask(own.app, query, {}, headers)).data["it"]["amendments"]["totalCount"] == count
    decide = "mutation ($id: ID!) { payload: decideAmendment(id: $id, accept: true) { errors { code } } }"
    assert await codes(own, MIRA, decide, id=amendment) == ["NOT_FOUND"]
    await do(own, JO, APPEAL, id=case)
    await do(own, SECOND, JUDGE, id=case)
    assert (await ask(own.app, query, {}, MIRA)).data["it"]["amendments"]["totalCount"] == 1


async def test_moderators_read_a_reported_message_and_three_around_it(own: House) -> None:
    conversation = await talk(own)
    said = [
        (await do(own, who, WRITE, id=conversation, body=f"Satz {number}"))["message"]["id"]
        for number, who in enumerate((MIRA, JO, MIRA, JO, MIRA, JO))
    ]
    await change(own, "UPDATE message SET sent_at = sent_at + (substr(body, 6)::int * interval '1 minute')")
    for headers in (NOBODY, ADA, FIRST):
        assert await codes(own, headers, REPORT, id=said[3]) == ["NOT_FOUND"]
    case = await reported(own, said[3], MIRA)
    (node,) = (await ask(own.app, QUEUE, {}, FIRST)).data["moderationQueue"]["nodes"]
    assert node["subject"] == {"__typename": "Message", "body": "Satz 3", "readAt": None}
    assert [each["body"] for each in node["messagesAround"]] == ["Satz 1", "Satz 2", "Satz 4"]
    them = [{"__typename": "Message", "id": each} for each in said]
    query = "query ($them: [_Any!]!) { _entities(representations: $them) { ... on Message { body } } }"
    assert (await ask(own.app, query, {"them": them}, FIRST)).data["_entities"] == [None] * 6
    more = f'{{ moderationCase(id: "{case}") {{ subject {{ ... on Message {{ conversation {{ id }} }} }} }} }}'
    assert {code for code, _ in (await ask(own.app, more, {}, FIRST)).codes} == {"FORBIDDEN"}
    await do(own, FIRST, TAKE, id=case)
    assert await codes(own, FIRST, DECIDE, id=case) == []
    bodies = (await ask(own.app, query, {"them": them}, MIRA)).data["_entities"]
    assert [each["body"] for each in bodies][2:5] == ["Satz 2", None, "Satz 4"]
    assert (await see(own, JO, LOOK, case))["viewerActions"] == ["APPEAL"]
    assert await see(own, MIRA, LOOK, case) is None


async def test_nobody_judges_what_is_their_own(own: House) -> None:
    judge = bearer("member_ada", "moderation", "ideas:write")  # a co-author of idea_plain
    case = await reported(own, "idea_plain")
    assert await codes(own, judge, TAKE, id=case) == ["FORBIDDEN"]
    other = bearer("member_jo", "moderation")
    await do(own, other, TAKE, id=case)
    assert await codes(own, FIRST, DECIDE, id=case) == ["FORBIDDEN"], "another one has taken it"
    await do(own, FIRST, TAKE, id=case)
    assert await codes(own, other, DECIDE, id=case) == ["FORBIDDEN"]
    assert await codes(own, FIRST, DECIDE, id=case, action="NONE", law="Art. 5 GG") == []
    assert await see(own, ADA, LOOK, case) is None, "nothing was decided against the author"
    machine = bearer("x", "moderation", "service:index")
    answer = await ask(own.app, TAKE, {"id": case}, {**machine})
    assert answer.data["payload"] is None or answer.data["payload"]["errors"][0]["code"] in ("FORBIDDEN", "WRONG_STATE")


async def test_cases_are_for_moderators_at_the_houses_own_port(own: House) -> None:
    case = await hidden(own, "idea_birds")
    for headers in (JO, STAFF, ADA):
        answer = await ask(own.app, QUEUE, {}, headers)
        assert answer.data == {"moderationQueue": None}
        assert {code for code, _ in answer.codes} == {"FORBIDDEN"}
        assert await see(own, headers, LOOK, case) is None
    inside = f'{{ it: moderationCase(id: "{case}") {{ status reports {{ explanation }} assignedTo {{ id }} }} }}'
    answer = await ask(own.app, inside, {}, MIRA)
    assert answer.data["it"] == {"status": "DECIDED", "reports": None, "assignedTo": None}
    assert {code for code, _ in (await ask(own.app, LOOK, {"id": case})).codes} == {"UNAUTHENTICATED"}


async def test_the_queue_goes_on_page_by_page(own: House) -> None:
    for subject in ("idea_birds", "idea_plain", "idea_fork"):
        await reported(own, subject)
    found: list[str] = []
    after = None
    while True:
        page = (await ask(own.app, QUEUE, {"first": 2, "after": after, "status": ["OPEN"]}, FIRST)).data
        page = page["moderationQueue"]
        assert page["totalCount"] == 3
        found += [each["id"] for each in page["nodes"]]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
    assert len(set(found)) == 3


async def test_two_decisions_at_once_are_one(own: House) -> None:
    case = await reported(own, "idea_birds")
    await do(own, FIRST, TAKE, id=case)
    one, other = await asyncio.gather(
        codes(own, FIRST, DECIDE, id=case), codes(own, FIRST, DECIDE, id=case, action="WARN")
    )
    assert sorted([one, other]) == [[], ["WRONG_STATE"]]
    decisions = "SELECT count(*) FROM outbox WHERE kind IN ('moderation.hidden', 'moderation.warned')"
    assert await rows(own, decisions) == [(1,)]


async def test_an_appeal_is_possible_for_six_months(own: House) -> None:
    case = await hidden(own, "idea_birds")
    await change(own, "UPDATE moderation_case SET decided_at = $1::timestamptz - interval '6 months 3 hours'", AT)
    assert (await see(own, MIRA, LOOK, case))["viewerActions"] == []
    assert await codes(own, MIRA, APPEAL, id=case) == ["DEADLINE_PASSED"]
    async with open_database(own.url, schema=own.schema) as database, database.transaction() as inside:
        assert await lapse_cases(inside, AT) == 1
    assert await codes(own, MIRA, APPEAL, id=case) == ["WRONG_STATE"]
    assert appeal_until(datetime(2025, 9, 1, 12, tzinfo=UTC)) == datetime(2026, 3, 1, 13, tzinfo=UTC)


@pytest.fixture
async def walk(own: House) -> AsyncIterator[Walk[ModerationStatus, ModerationRole]]:
    persons = {
        "who took it": Involved(moderates=True, is_assigned=True, has_decided=True),
        "another": Involved(moderates=True),
        "own": Involved(moderates=True, has_part=True, is_author=True),
        "author": Involved(is_author=True, has_part=True),
        "outsider": Involved(),
        "staff": Involved(),
    }
    headers = {
        "who took it": FIRST,
        "another": SECOND,
        "own": bearer("member_mira", "moderation"),
        "author": MIRA,
        "outsider": JO,
        "staff": STAFF,
    }
    cases = (await reported(own, "idea_birds"),)
    async with open_connection(own.url, schema=own.schema) as database:

        async def put(status: ModerationStatus) -> str:
            is_decided = status in (ModerationStatus.DECIDED, ModerationStatus.APPEALED, ModerationStatus.CLOSED)
            await database.execute("UPDATE idea SET status = 'PUBLISHED' WHERE id = 'idea_birds'")
            await database.execute(
                "UPDATE moderation_case SET status = $2, assigned_to = 'mod_1', decided_by = 'mod_1',"
                " action = CASE WHEN $3 THEN 'WARN' END, facts = CASE WHEN $3 THEN 'Weil' END,"
                " terms_ground = CASE WHEN $3 THEN 'Nr. 3' END,"
                " decided_at = CASE WHEN $3 THEN $4::timestamptz END,"
                " appeal_text = CASE WHEN $2 IN ('APPEALED', 'CLOSED') THEN 'Nein' END, appeal_upheld = NULL,"
                " appeal_facts = NULL WHERE id = $1",
                cases[0],
                status.value,
                is_decided,
                AT,
            )
            return cases[0]

        async def state_of(case: str) -> ModerationStatus:
            sql = "SELECT status FROM moderation_case WHERE id = $1"
            return ModerationStatus(await database.fetchval(sql, case))

        async def verb(query: str, person: str, case: str) -> list[str]:
            answer = await ask(own.app, query, {"id": case}, headers[person])
            if answer.data["payload"] is None:
                return sorted({code for code, _ in answer.codes})
            came = [each["code"] for each in answer.data["payload"]["errors"]]
            # Who appealed already is told so; the table knows only that the state is another one. And as long as
            # nothing is decided against them, nobody is the author of a case.
            undecided = (person, query) == ("own", APPEAL) and came == ["FORBIDDEN"]
            return ["WRONG_STATE"] if came == ["ALREADY_EXISTS"] or undecided else came

        async def offered(person: str, case: str) -> set[str]:
            found = await see(own, headers[person], LOOK, case)
            return {each.lower() for each in found["viewerActions"]}

        def sees(person: str, status: ModerationStatus) -> bool:
            if person in ("who took it", "another", "own"):
                return True
            decided = (ModerationStatus.DECIDED, ModerationStatus.APPEALED, ModerationStatus.CLOSED)
            return person == "author" and status in decided

        def barred(person: str, action: str) -> bool:
            return (action != "appeal" and person in ("author", "outsider", "staff")) or person == "staff"

        verbs = {"take": TAKE, "decide": DECIDE, "appeal": APPEAL, "decide_appeal": JUDGE}
        yield Walk(
            LIFE,
            ModerationStatus,
            {person: involved.roles for person, involved in persons.items()},
            put,
            state_of,
            {action: partial(verb, query) for action, query in verbs.items()},
            offered,
            elsewhere=frozenset({"lapse", "void"}),
            sees=sees,
            barred=barred,
        )


async def test_the_life_of_a_case(walk: Walk[ModerationStatus, ModerationRole]) -> None:
    assert await differences(walk) == []
