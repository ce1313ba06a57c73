"""Developing ideas together: review, forks, amendments that are merged, teams, comments; races over two connections."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from services.kit.chores import Chores
from services.kit.clock import Clock
from services.kit.database import open_database
from services.kit.relation import Loads
from services.marketplace.store.idea_chores import CHORES
from services.marketplace.store.idea_together import team_requests_of_viewers
from tests.kit.asking import ask
from tests.services.conftest import House, bearer
from tests.services.marketplace.conftest import AT
from tests.services.marketplace.test_mutations import ADA, IDEA, JO, MIRA, codes, create, rows, submit, told, update

STAFF = bearer("staff_1", "marketplace:manage")
IDEA_FIELDS = "idea { id status version reviewNote title summary team { role actor { id } } } errors { code path }"
REQUEST = "teamRequest { id status role actor { id } viewerActions } errors { code path }"
AMENDMENT = "amendment { id status diff viewerActions } idea { version title summary } errors { code path }"
COMMENT = "comment { id body isHidden editedAt author { id } replies { nodes { body } } } errors { code path }"


async def do(own: House, headers: dict[str, str], text: str, declared: str = "", **variables: Any) -> Any:
    """The payload of a mutation."""
    answer = await ask(own.app, f"mutation {declared} {{ payload: {text} }}", variables, headers)
    assert answer.errors == []
    return answer.data["payload"]


async def review(own: House, headers: dict[str, str], idea: str, approve: bool, note: str | None = None) -> Any:
    text = f'reviewIdea(id: "{idea}", approve: $approve, note: $note) {{ {IDEA_FIELDS} }}'
    return await do(own, headers, text, "($approve: Boolean!, $note: String)", approve=approve, note=note)


async def propose(
    own: House, headers: dict[str, str], idea: str, base: int, key: str | None = None, **text: Any
) -> Any:
    call = f'proposeAmendment(ideaId: "{idea}", baseVersion: {base}, input: $input, note: "So", idempotencyKey: $key)'
    return await do(
        own, headers, f"{call} {{ {AMENDMENT} }}", "($input: IdeaInput!, $key: ID)", input={**IDEA, **text}, key=key
    )


async def decide(own: House, headers: dict[str, str], amendment: str, accept: bool = True) -> Any:
    yes = "true" if accept else "false"
    return await do(own, headers, f'decideAmendment(id: "{amendment}", accept: {yes}) {{ {AMENDMENT} }}')


async def invite(own: House, headers: dict[str, str], idea: str, actor: str, role: str = "CONTRIBUTOR") -> Any:
    call = f'inviteToTeam(ideaId: "{idea}", actorId: "{actor}", role: {role}, message: "Magst du?")'
    return await do(own, headers, f"{call} {{ {REQUEST} }}")


async def join(own: House, headers: dict[str, str], idea: str, more: str = "") -> Any:
    return await do(own, headers, f'askToJoinTeam(ideaId: "{idea}", message: "Ich will" {more}) {{ {REQUEST} }}')


async def answer(own: House, headers: dict[str, str], request: str, accept: bool = True) -> Any:
    yes = "true" if accept else "false"
    return await do(own, headers, f'answerTeamRequest(id: "{request}", accept: {yes}) {{ {REQUEST} }}')


async def say(own: House, headers: dict[str, str], idea: str, body: str = "Gut", more: str = "") -> Any:
    call = f'addComment(ideaId: "{idea}", body: $body, language: DE {more})'
    return await do(own, headers, f"{call} {{ {COMMENT} }}", "($body: String!)", body=body)


async def written(own: House, headers: dict[str, str], **text: Any) -> str:
    made: str = (await create(own, headers, **text)).data["payload"]["idea"]["id"]
    return made


async def published(own: House, headers: dict[str, str] = JO) -> str:
    """An idea of somebody who has published before."""
    idea = await written(own, headers)
    assert (await submit(own, headers, idea))["idea"]["status"] == "PUBLISHED"
    return idea


async def team(own: House, idea: str) -> dict[str, str]:
    return dict(await rows(own, "SELECT actor_id, role FROM idea_team WHERE idea_id = $1", idea))


async def test_a_new_authors_idea_is_read_sent_back_and_published(own: House) -> None:
    idea = await written(own, ADA)
    assert (await submit(own, ADA, idea))["idea"]["status"] == "IN_REVIEW"
    listed = "{ ideas(filter: {status: [IN_REVIEW]}) { nodes { id viewerActions } } }"
    assert (await ask(own.app, listed, headers=STAFF)).data["ideas"]["nodes"] == [
        {"id": idea, "viewerActions": ["REVIEW"]}
    ]
    assert (await ask(own.app, listed, headers=JO)).data["ideas"]["nodes"] == []
    assert codes(await review(own, STAFF, idea, False, " ")) == [("INVALID", "note")]
    assert codes(await review(own, bearer("member_ada", "moderation"), idea, True)) == [("FORBIDDEN", "")]
    returned = (await review(own, STAFF, idea, False, "Wer hilft?"))["idea"]
    assert (returned["status"], returned["reviewNote"]) == ("DRAFT", "Wer hilft?")
    note = f'{{ idea(id: "{idea}") {{ reviewNote }} }}'
    assert (await ask(own.app, note, headers=ADA)).data["idea"] == {"reviewNote": "Wer hilft?"}
    await submit(own, ADA, idea)
    assert (await review(own, STAFF, idea, True))["idea"]["status"] == "PUBLISHED"
    assert (await ask(own.app, note, headers=JO)).data["idea"] == {"reviewNote": None}
    assert [(kind, payload) for kind, _, payload in await told(own)] == [
        ("idea.status_changed", {"from": "DRAFT", "to": "IN_REVIEW"}),
        ("idea.status_changed", {"from": "IN_REVIEW", "to": "DRAFT"}),
        ("idea.status_changed", {"from": "DRAFT", "to": "IN_REVIEW"}),
        ("idea.published", {"from": "IN_REVIEW", "to": "PUBLISHED"}),
    ]


async def test_a_withdrawn_idea_leaves_the_lists_and_stays_its_teams_when_it_is_archived(own: House) -> None:
    idea = await published(own)
    done = await do(
        own, JO, f'changeIdeaStatus(id: "{idea}", to: WITHDRAWN, expectedStatus: PUBLISHED) {{ {IDEA_FIELDS} }}'
    )
    assert done["idea"]["status"] == "WITHDRAWN"
    late = f'changeIdeaStatus(id: "{idea}", to: PAUSED, expectedStatus: PUBLISHED) {{ {IDEA_FIELDS} }}'
    assert codes(await do(own, JO, late)) == [("CONFLICT_VERSION", "expectedStatus")]
    asked = f'{{ idea(id: "{idea}") {{ status }} }}'
    assert (await ask(own.app, asked, headers=MIRA)).data == {"idea": None}
    async with open_database(own.url, schema=own.schema) as database:
        soon = Chores(database, Clock(reads=lambda: AT + timedelta(days=700)), CHORES)
        later = Chores(database, Clock(reads=lambda: AT + timedelta(days=731)), CHORES)
        assert (await soon.round())["marketplace archive ideas"] == 0
        assert (await later.round())["marketplace archive ideas"] == 1
    assert (await ask(own.app, asked, headers=JO)).data == {"idea": {"status": "ARCHIVED"}}
    assert (await ask(own.app, asked, headers=MIRA)).data == {"idea": None}
    assert (await ask(own.app, asked)).data == {"idea": None}
    assert [kind for kind, *_ in await told(own)][-1] == "idea.withdrawn"


async def test_a_fork_keeps_the_text_and_the_reference_and_the_old_team_is_told(own: House) -> None:
    call = 'forkIdea(id: "idea_plain", note: "Für Halle", idempotencyKey: "k") { idea { id status title version '
    call += "developedFrom { id } topics { slug } team { role actor { id } } versions { nodes { changeNote } } }"
    call += " errors { code path } }"
    first, second = await asyncio.gather(do(own, JO, call), do(own, JO, call))
    idea = first["idea"]
    assert second["idea"]["id"] == idea["id"]
    assert (idea["status"], idea["title"], idea["version"]) == ("DRAFT", "Leichte Sprache für Bescheide", 1)
    assert (idea["developedFrom"], idea["topics"]) == ({"id": "idea_plain"}, [{"slug": "plain-language"}])
    assert idea["team"] == [{"role": "OWNER", "actor": {"id": "member_jo"}}]
    assert idea["versions"]["nodes"] == [{"changeNote": "Für Halle"}]
    assert await told(own) == [("idea.forked", "idea_plain", {"forkId": idea["id"], "version": 2})]
    (whom,) = await rows(own, "SELECT actor_ids FROM outbox WHERE kind = 'idea.forked'")
    assert whom[0] == ["member_ada", "member_ghost", "org_haus"]


async def test_an_amendment_is_merged_field_by_field(own: House) -> None:
    idea = await published(own)
    amendment = (await propose(own, MIRA, idea, 1, summary="Neu gesagt"))["amendment"]
    assert (amendment["status"], amendment["viewerActions"]) == ("PROPOSED", ["WITHDRAW"])
    assert amendment["diff"] == "summary\n- Wer gießt wann?\n+ Neu gesagt"
    assert (await update(own, JO, idea, 1, title="Neuer Titel"))["errors"] == []
    done = await decide(own, JO, amendment["id"])
    assert done["errors"] == []
    assert done["amendment"]["status"] == "ACCEPTED"
    assert done["idea"] == {"version": 3, "title": "Neuer Titel", "summary": "Neu gesagt"}
    assert await team(own, idea) == {"member_jo": "OWNER", "member_mira": "CONTRIBUTOR"}
    newest = await rows(own, "SELECT editor_id, change_note FROM idea_version WHERE idea_id = $1 AND number = 3", idea)
    assert newest == [("member_mira", "So")]


async def test_what_both_changed_makes_an_amendment_outdated_with_its_fields(own: House) -> None:
    idea = await published(own)
    amendment = (await propose(own, MIRA, idea, 1, title="Meiner", summary="Meine"))["amendment"]["id"]
    await update(own, JO, idea, 1, title="Anders")
    done = await decide(own, JO, amendment)
    assert codes(done) == [("CONFLICT_VERSION", "id.title")]
    assert done["amendment"]["status"] == "OUTDATED"
    assert done["idea"] == {"version": 2, "title": "Anders", "summary": IDEA["summary"]}
    assert await team(own, idea) == {"member_jo": "OWNER"}


async def test_an_amendment_is_written_on_a_version_that_one_may_read(own: House) -> None:
    idea = await written(own, JO, summary="Geheim")
    await update(own, JO, idea, 1)
    await submit(own, JO, idea)
    assert codes(await propose(own, MIRA, idea, 1, title="Auf dem Entwurf")) == [("INVALID", "baseVersion")]
    assert codes(await propose(own, MIRA, idea, 9, title="Auf gar nichts")) == [("INVALID", "baseVersion")]
    assert codes(await propose(own, MIRA, idea, 2)) == [("INVALID", "input")]
    assert codes(await propose(own, MIRA, idea, 2, title=" ", topicSlugs=["nonsense"])) == [
        ("INVALID", "input.title"),
        ("INVALID", "input.topicSlugs"),
    ]
    assert codes(await propose(own, MIRA, "idea_draft", 1, title="Unsichtbar")) == [("NOT_FOUND", "ideaId")]


async def test_others_see_accepted_amendments_and_none_that_tells_of_the_draft(own: House) -> None:
    idea = await written(own, JO, summary="Geheim")
    early = (await propose(own, JO, idea, 1, title="Im Entwurf"))["amendment"]["id"]
    assert (await decide(own, JO, early))["errors"] == []
    await submit(own, JO, idea)
    late = (await propose(own, MIRA, idea, 2, title="Danach", summary="Geheim"))["amendment"]["id"]
    query = f'{{ idea(id: "{idea}") {{ amendments {{ totalCount nodes {{ id diff }} }} }} }}'

    async def seen(headers: dict[str, str]) -> list[str]:
        found = (await ask(own.app, query, headers=headers)).data["idea"]["amendments"]
        assert found["totalCount"] == len(found["nodes"])
        return [each["id"] for each in found["nodes"]]

    assert set(await seen(JO)) == {early, late}
    assert await seen(MIRA) == [late]
    assert await seen(ADA) == []
    assert (await decide(own, JO, late))["errors"] == []
    assert await seen(ADA) == [late]
    nobody = await ask(own.app, query)
    assert (nobody.data["idea"], nobody.codes) == ({"amendments": None}, [("UNAUTHENTICATED", "idea.amendments")])


async def test_one_key_proposes_and_says_once_also_at_once(own: House) -> None:
    idea = await published(own)
    made = await asyncio.gather(*(propose(own, MIRA, idea, 1, key="k", title="Meiner") for _ in range(2)))
    assert len({each["amendment"]["id"] for each in made}) == 1
    assert codes(await propose(own, MIRA, idea, 1, key="k", title="Anderer")) == [("INVALID", "idempotencyKey")]
    said = await asyncio.gather(*(say(own, MIRA, idea, more=', idempotencyKey: "c"') for _ in range(2)))
    assert len({each["comment"]["id"] for each in said}) == 1
    assert len(await rows(own, "SELECT 1 FROM comment WHERE idea_id = $1", idea)) == 1


async def test_who_asks_for_a_role_joins_and_fills_it(own: House) -> None:
    assert codes(await join(own, JO, "idea_plain", 'openRoleId: "role_2"')) == [("WRONG_STATE", "openRoleId")]
    assert codes(await join(own, JO, "idea_plain", 'openRoleId: "role_3"')) == [("NOT_FOUND", "openRoleId")]
    request = (await join(own, JO, "idea_plain", 'openRoleId: "role_1"'))["teamRequest"]
    assert request["viewerActions"] == ["WITHDRAW"]
    assert codes(await join(own, JO, "idea_plain")) == [("ALREADY_EXISTS", "ideaId")]
    assert codes(await join(own, ADA, "idea_plain")) == [("ALREADY_EXISTS", "")]
    assert codes(await answer(own, JO, request["id"])) == [("FORBIDDEN", "")]
    # Mira answers as an administrator of the owner, an organisation.
    assert (await answer(own, MIRA, request["id"]))["teamRequest"]["status"] == "ACCEPTED"
    assert (await team(own, "idea_plain"))["member_jo"] == "CONTRIBUTOR"
    assert await rows(own, "SELECT filled FROM open_role WHERE id = 'role_1'") == [(True,)]
    sectors = (await ask(own.app, '{ idea(id: "idea_plain") { partnerSectors } }')).data["idea"]["partnerSectors"]
    assert "SCIENCE" in sectors


async def test_two_answers_at_once_are_one(own: House) -> None:
    request = (await join(own, JO, "idea_plain"))["teamRequest"]["id"]
    came = await asyncio.gather(answer(own, MIRA, request, True), answer(own, ADA, request, False))
    states = {each["teamRequest"]["status"] for each in came if each["teamRequest"]}
    assert sorted(len(each["errors"]) for each in came) == [0, 1]
    assert ("member_jo" in await team(own, "idea_plain")) is (states == {"ACCEPTED"})
    assert len([kind for kind, *_ in await told(own) if kind == "team_request.decided"]) == 1


async def test_an_idea_is_handed_on_and_its_last_owner_stays(own: House) -> None:
    idea = await published(own)
    leave = f'leaveTeam(ideaId: "{idea}", actorId: "member_jo") {{ {IDEA_FIELDS} }}'
    assert codes(await do(own, JO, leave)) == [("WRONG_STATE", "")]
    assert codes(await invite(own, JO, idea, "member_jo")) == [("ALREADY_EXISTS", "actorId")]
    assert codes(await invite(own, JO, idea, "member_ghost")) == [("NOT_FOUND", "actorId")]
    request = (await invite(own, JO, idea, "member_mira", "OWNER"))["teamRequest"]["id"]
    assert codes(await answer(own, ADA, request)) == [("NOT_FOUND", "id")]
    assert (await answer(own, MIRA, request))["errors"] == []
    assert await team(own, idea) == {"member_jo": "CO_AUTHOR", "member_mira": "OWNER"}
    assert codes(await invite(own, JO, idea, "member_ada", "CO_AUTHOR")) == [("FORBIDDEN", "role")]
    assert (await do(own, JO, leave))["errors"] == []
    assert (await do(own, JO, leave))["errors"] == [], "who has left already, has left"
    assert await team(own, idea) == {"member_mira": "OWNER"}


async def test_requests_expire_and_make_room(own: House) -> None:
    first = (await join(own, JO, "idea_plain"))["teamRequest"]["id"]
    await rows(own, "UPDATE team_request SET expires_at = $1 WHERE id = $2", AT, first)
    query = f'{{ teamRequest(id: "{first}") {{ status viewerActions }} }}'
    assert (await ask(own.app, query, headers=JO)).data["teamRequest"] == {"status": "EXPIRED", "viewerActions": []}
    assert (await ask(own.app, query, headers=bearer("member_old"))).data == {"teamRequest": None}
    second = (await join(own, JO, "idea_plain"))["teamRequest"]["id"]
    async with open_database(own.url, schema=own.schema) as database:
        later = Chores(database, Clock(reads=lambda: AT + timedelta(days=31)), CHORES)
        assert (await later.round())["marketplace expire team requests"] == 1
    states = await rows(own, "SELECT id, status FROM team_request ORDER BY id")
    assert states == [(first, "EXPIRED"), (second, "EXPIRED")]
    assert [kind for kind, *_ in await told(own)].count("team_request.expired") == 2


async def test_somebody_sees_the_requests_that_they_are_a_side_of(own: House) -> None:
    applied = (await join(own, JO, "idea_plain"))["teamRequest"]["id"]
    invited = (await invite(own, MIRA, "idea_birds", "member_jo"))["teamRequest"]["id"]
    query = """query ($status: [TeamRequestStatus!]) { viewer { teamRequests(status: $status, first: 5) {
      totalCount nodes { id kind status viewerActions idea { id } } } } }"""

    async def seen(headers: dict[str, str], *status: str) -> dict[str, list[str]]:
        asked = {"status": list(status) or None}
        found = (await ask(own.app, query, asked, headers)).data["viewer"]["teamRequests"]
        assert found["totalCount"] == len(found["nodes"])
        return {each["id"]: each["viewerActions"] for each in found["nodes"]}

    assert await seen(JO) == {applied: ["WITHDRAW"], invited: ["ACCEPT", "DECLINE"]}
    assert await seen(MIRA) == {invited: ["WITHDRAW"]}, "what others ask of a team stands at its idea"
    assert await seen(ADA) == {}
    await answer(own, JO, invited)
    assert await seen(JO, "ACCEPTED") == {invited: []}
    assert list(await seen(JO, "PENDING")) == [applied]
    assert (await ask(own.app, "{ viewer { id } }")).data == {"viewer": None}


async def test_an_idea_has_at_most_twenty_open_requests(own: House) -> None:
    await rows(
        own,
        "INSERT INTO actor (id, kind, handle, display_name, sector)"
        " SELECT 'member_x' || n, 'MEMBER', 'demo-x' || n, 'X', 'SCIENCE' FROM generate_series(1, 21) n",
    )
    await rows(
        own,
        "INSERT INTO member (actor_id, state, member_since) SELECT 'member_x' || n, 'ACTIVE', '2025-01-01'"
        " FROM generate_series(1, 21) n",
    )
    asked = [join(own, bearer(f"member_x{n}", "ideas:write"), "idea_birds") for n in range(1, 22)]
    came = [code for payload in await asyncio.gather(*asked) for code in codes(payload)]
    assert came == [("LIMIT_EXCEEDED", "ideaId")]


async def test_open_roles_are_replaced_and_kept_by_id(own: House) -> None:
    text = 'setOpenRoles(ideaId: "idea_plain", roles: $roles)'
    text += " { idea { openRoles { id kind filled } } errors { code path } }"

    async def put(*roles: dict[str, Any]) -> Any:
        return await do(own, ADA, text, "($roles: [OpenRoleInput!]!)", roles=list(roles))

    kept = {"id": "role_1", "kind": "FINANCING", "description": "Geld"}
    assert codes(await put(kept, kept)) == [("INVALID", "roles.0.id"), ("INVALID", "roles.1.id")]
    assert codes(await put({**kept, "id": "role_3"})) == [("INVALID", "roles.0.id")]
    assert codes(await put({**kept, "description": " ", "hoursPerMonth": 0})) == [
        ("INVALID", "roles.0.description"),
        ("INVALID", "roles.0.hoursPerMonth"),
    ]
    assert codes(await put(*({"kind": "FINANCING", "description": "Geld"} for _ in range(21)))) == [
        ("INVALID", "roles")
    ]
    shown = (await put(kept, {"kind": "UX_DESIGN", "description": "Form"}))["idea"]["openRoles"]
    assert {each["id"]: each["kind"] for each in shown}["role_1"] == "FINANCING"
    assert sorted(each["kind"] for each in shown) == ["FINANCING", "UX_DESIGN"]


async def test_comments_are_answered_changed_for_a_day_and_deleted(own: House) -> None:
    first = (await say(own, JO, "idea_plain", "Wie?"))["comment"]
    reply = (await say(own, ADA, "idea_plain", "So.", f', replyTo: "{first["id"]}"'))["comment"]
    assert codes(await say(own, JO, "idea_plain", more=f', replyTo: "{reply["id"]}"')) == [("INVALID", "replyTo")]
    assert codes(await say(own, JO, "idea_birds", more=f', replyTo: "{first["id"]}"')) == [("NOT_FOUND", "replyTo")]
    assert codes(await say(own, JO, "idea_plain", "x" * 5001)) == [("INVALID", "body")]

    async def edit(headers: dict[str, str], comment: str, more: str) -> Any:
        return await do(own, headers, f'editComment(id: "{comment}" {more}) {{ {COMMENT} }}')

    assert codes(await edit(ADA, first["id"], ', body: "Meins"')) == [("FORBIDDEN", "")]
    assert codes(await edit(JO, first["id"], "")) == [("INVALID", "body")], "forgotten is not deleted"
    changed = (await edit(JO, first["id"], ', body: "Wie denn?"'))["comment"]
    assert (changed["body"], changed["editedAt"] is not None) == ("Wie denn?", True)
    await rows(own, "UPDATE comment SET created_at = created_at - interval '25 hours' WHERE id = $1", first["id"])
    assert codes(await edit(JO, first["id"], ', body: "Zu spät"')) == [("DEADLINE_PASSED", "")]
    emptied = (await edit(JO, first["id"], ", body: null"))["comment"]
    assert (emptied["body"], emptied["author"]) == (None, None)
    assert emptied["replies"]["nodes"] == [{"body": "So."}]
    assert (await edit(ADA, reply["id"], ", body: null")) == {"comment": None, "errors": []}
    assert await rows(own, "SELECT id, body FROM comment") == [(first["id"], None)]


async def test_what_may_be_done_with_a_comment_is_what_its_verbs_do(own: House) -> None:
    first = (await say(own, JO, "idea_plain", "Wie?"))["comment"]["id"]
    reply = (await say(own, ADA, "idea_plain", "So.", f', replyTo: "{first}"'))["comment"]["id"]
    query = """query ($ids: [_Any!]!) { _entities(representations: $ids) { ... on Comment { viewerActions } } }"""

    async def offered(headers: dict[str, str]) -> list[list[str]]:
        asked = {"ids": [{"__typename": "Comment", "id": each} for each in (first, reply)]}
        found = (await ask(own.app, query, asked, headers)).data["_entities"]
        return [each["viewerActions"] for each in found]

    assert await offered(JO) == [["EDIT", "DELETE", "REPLY"], []]
    assert await offered(ADA) == [["REPLY"], ["EDIT", "DELETE"]]
    assert await offered({}) == [[], []]
    await rows(own, "UPDATE comment SET created_at = created_at - interval '25 hours'")
    assert await offered(JO) == [["DELETE", "REPLY"], []]
    await do(own, JO, f'editComment(id: "{first}", body: null) {{ {COMMENT} }}')
    assert await offered(JO) == [["REPLY"], []]
    await rows(own, "UPDATE comment SET is_hidden = true")
    assert await offered(ADA) == [["REPLY"], []]
    await rows(own, "UPDATE idea SET status = 'ARCHIVED' WHERE id = 'idea_plain'")
    assert await offered(ADA) == [[], []]


async def test_a_hidden_comment_says_nothing(own: House) -> None:
    comment = (await say(own, JO, "idea_plain", "Schlimm"))["comment"]["id"]
    await rows(own, "UPDATE comment SET is_hidden = true")
    query = '{ idea(id: "idea_plain") { comments { totalCount nodes { body isHidden } } } }'
    shown = (await ask(own.app, query)).data["idea"]["comments"]
    assert shown == {"totalCount": 1, "nodes": [{"body": None, "isHidden": True}]}
    text = f'editComment(id: "{comment}", body: "Doch") {{ {COMMENT} }}'
    assert codes(await do(own, JO, text)) == [("WRONG_STATE", "")]


async def test_thirty_comments_an_hour_also_at_once(own: House) -> None:
    await rows(
        own,
        "INSERT INTO comment (id, idea_id, author_id, body, language, created_at)"
        " SELECT 'comment_' || n, 'idea_plain', 'member_jo', 'Gut', 'DE', $1 FROM generate_series(1, 29) n",
        AT - timedelta(minutes=5),
    )
    came = await asyncio.gather(*(say(own, JO, idea) for idea in ("idea_plain", "idea_birds", "idea_fork")))
    assert sorted(len(each["errors"]) for each in came) == [0, 1, 1]


async def test_support_is_given_and_taken_back(own: House) -> None:
    async def support(yes: bool) -> Any:
        given = "true" if yes else "false"
        text = (
            f'supportIdea(ideaId: "idea_fork", support: {given}) {{ idea {{ supporterCount }} errors {{ code path }} }}'
        )
        return await do(own, MIRA, text)

    counts = [(await support(yes))["idea"]["supporterCount"] for yes in (True, True, False, False)]
    assert counts == [1, 1, 0, 0]


@pytest.mark.parametrize(
    ("headers", "expected"),
    [({}, None), (bearer("member_old", "marketplace:manage"), []), (JO, ["INVITATION"]), (ADA, ["INVITATION"])],
)
async def test_requests_are_for_their_two_sides(
    own: House, headers: dict[str, str], expected: list[str] | None
) -> None:
    await invite(own, ADA, "idea_plain", "member_jo")
    query = '{ idea(id: "idea_plain") { teamRequests(status: [PENDING]) { totalCount nodes { kind } } } }'
    found = (await ask(own.app, query, headers=headers)).data["idea"]["teamRequests"]
    assert (None if found is None else [each["kind"] for each in found["nodes"]]) == expected
    if found is not None:
        assert found["totalCount"] == len(found["nodes"])


async def test_a_members_own_requests_are_those_of_both_sides_and_of_their_organisations(own: House) -> None:
    sent = (await invite(own, ADA, "idea_plain", "member_jo"))["teamRequest"]["id"]
    asked = (await join(own, MIRA, "idea_fork", 'onBehalfOf: "org_haus"'))["teamRequest"]["id"]
    async with open_database(own.url, schema=own.schema) as database:
        load, own_requests = Loads(database), team_requests_of_viewers
        newest = own_requests.rows[own_requests.by(None, None).order]
        found = {
            member: [row.id for row in await load(newest, member, AT, None, None, None, None, None, 10)]
            for member in ("member_ada", "member_jo", "member_mira", "member_old")
        }
        assert own_requests.count is not None
        assert await load.counted(own_requests.count, "member_mira", AT, ("PENDING",), None, None) == 1
        assert await load.counted(own_requests.count, "member_mira", AT, ("ACCEPTED",), None, None) == 0
    # What is asked of Jo's team stands at the idea.
    assert found == {"member_ada": [sent], "member_jo": [sent], "member_mira": [asked], "member_old": []}
