"""All saved operations in an order in which they can succeed, each with what it takes out of earlier answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from tools.judge_operations.texts import (
    CALL,
    DATA_CALL,
    DATASET,
    IDEA,
    PILOT_CALL,
    ROUND,
    WORKSHOP,
    at,
)

Came: TypeAlias = dict[int, Any]
"""The newest data of each saved operation, by its number."""
Given: TypeAlias = Callable[[Came], Mapping[str, Any]]


def nothing(_: Came) -> Mapping[str, Any]:
    """As it stands in GraphiQL."""
    return {}


@dataclass(frozen=True, slots=True)
class Step:
    """``person``: another one than the saved operation names. ``until``: it is asked anew until this raises nothing,
    because what it waits for takes its time: an event that is on its way, an appointment that has not begun.
    """

    number: int
    given: Given = nothing
    person: str = ""
    until: Callable[[Came], object] | None = None


def first(nodes: Sequence[Any], **wanted: Any) -> Any:
    """The first that has these values; ``viewerActions`` asks whether one is among them. Raises StopIteration."""
    return next(
        each
        for each in nodes
        if all(
            value in each[name] if isinstance(each[name], list) else each[name] == value
            for name, value in wanted.items()
        )
    )


def made(came: Came, number: int, thing: str) -> Any:
    """The thing in the payload of a verb."""
    (payload,) = came[number].values()
    return payload[thing]


def identified(came: Came, number: int, thing: str) -> Mapping[str, Any]:
    return {"id": made(came, number, thing)["id"]}


def rounds(came: Came) -> Any:
    return came[85]["competitionRound"]


def calls(came: Came, **wanted: Any) -> Any:
    return first(came[80]["fundingCalls"], **wanted)


def workshop(came: Came) -> Any:
    return first(came[150]["workshops"], viewerActions="REGISTER")


def slots(came: Came) -> Any:
    return [slot for each in came[154]["aiConsultations"] for slot in each["slots"]]


def data_slots(came: Came) -> Any:
    return [slot for each in came[180]["dataConsultations"] for slot in each["nextFreeSlots"]]


def told(came: Came, kind: str) -> Any:
    """What a notification leads to."""
    nodes = came[59]["viewer"]["notifications"]["nodes"]
    return next(each["subject"] for each in nodes if each["subject"] and each["subject"]["__typename"] == kind)


QUESTIONS = (*range(1, 9), 10, 11, 12, 13, 15, 17, 18, 37, 52, 65, 84, 154, 157, 180, 184, 192)
LOOK_AROUND = [Step(9, until=bool), *map(Step, QUESTIONS)]  # matching takes its time to begin
SEARCH = [Step(n) for n in (240, 241, 242)]
COUNT = [Step(n) for n in range(260, 284)]
JOIN = [
    Step(20),
    Step(20, lambda _: {"input": {
        "handle": "horst", "displayName": "Horst Siebengarten (fiktiv)", "sector": "PRIVATE_PERSON",
        "termsVersion": "2021-06",
    }}, "ehemalig"),
    Step(25),
    Step(26, lambda came: {"token": made(came, 25, "token")}),
    Step(27, lambda came: {
        "token": made(came, 25, "token"), "textVersion": came[26]["membershipInvitation"]["consentText"]["version"],
    }),
    Step(62), Step(14), Step(21), Step(22), Step(23), Step(24), Step(28), Step(29), Step(61),
]  # fmt: skip
IDEAS = [
    Step(30),
    Step(31, lambda came: {
        "id": made(came, 30, "idea")["id"], "expectedVersion": made(came, 30, "idea")["version"], "input": IDEA,
        "note": "Beispiel dazu",
    }),
    Step(32, lambda came: identified(came, 30, "idea")),
    Step(33),
    Step(34, lambda came: {"id": first(came[33]["ideas"]["nodes"], id=made(came, 30, "idea")["id"])["id"]}),
    Step(35, lambda came: {"id": made(came, 30, "idea")["id"], "to": "PAUSED", "expected": "PUBLISHED"}),
    Step(35, lambda came: {"id": made(came, 30, "idea")["id"], "to": "PUBLISHED", "expected": "PAUSED"}),
    Step(36), Step(38),
    Step(39, lambda came: {"id": made(came, 38, "comment")["id"], "body": "Gern!"}, "aylin"),
    Step(40, lambda came: {
        "ideaId": made(came, 30, "idea")["id"], "baseVersion": made(came, 31, "idea")["version"],
        "input": {**IDEA, "dataNeeds": "Termine der Stadtteile"}, "note": "Woher die Termine kommen",
    }),
    Step(41, lambda came: identified(came, 30, "idea"), "neuling"),
    Step(42, lambda came: {"id": first(came[41]["idea"]["amendments"]["nodes"], viewerActions="ACCEPT")["id"]}),
    Step(40, lambda came: {
        "ideaId": made(came, 30, "idea")["id"], "baseVersion": made(came, 42, "idea")["version"],
        "input": {**IDEA, "expectedUsers": 500}, "note": "Wie viele es nutzen",
    }),
    Step(43, lambda came: identified(came, 40, "amendment")),
    Step(44, lambda came: {"ideaId": made(came, 30, "idea")["id"]}),
    Step(45, lambda came: {
        "ideaId": made(came, 30, "idea")["id"], "openRoleId": made(came, 44, "idea")["openRoles"][0]["id"],
    }, "mira"),
    Step(47, lambda came: identified(came, 30, "idea"), "neuling"),
    Step(48, lambda came: {"id": first(came[47]["idea"]["teamRequests"]["nodes"], viewerActions="ACCEPT")["id"]}),
    Step(46, lambda came: {"ideaId": made(came, 30, "idea")["id"]}),
    Step(63, nothing, "jonas"),
    Step(48, lambda came: {
        "id": first(came[63]["viewer"]["teamRequests"]["nodes"], viewerActions="ACCEPT")["id"],
    }, "jonas"),
    Step(49, lambda came: {"ideaId": made(came, 30, "idea")["id"]}),
    Step(63),
    Step(162, lambda came: identified(came, 30, "idea")),
    Step(196, lambda came: identified(came, 30, "idea")),
]  # fmt: skip
TALK = [
    Step(50), Step(51, lambda came: {"id": made(came, 50, "profile")["id"], "to": "PUBLISHED"}), Step(53), Step(54),
    Step(56),
    Step(55, lambda came: {"id": first(came[56]["viewer"]["contactRequests"]["nodes"], viewerActions="ACCEPT")["id"]}),
    Step(57, lambda came: {"conversationId": made(came, 55, "contactRequest")["conversation"]["id"]}),
    Step(83, lambda came: {"id": made(came, 55, "contactRequest")["conversation"]["id"]}),
    Step(58), Step(59), Step(60), Step(243), Step(245), Step(244, lambda came: identified(came, 243, "savedSearch")),
    Step(246),
]  # fmt: skip
COMPETITION = [
    Step(66), Step(82),
    Step(69, lambda came: {
        "id": first(came[82]["viewer"]["member"]["competitionEntries"], viewerActions="WITHDRAW")["id"],
    }),
    Step(66, lambda _: {"key": "my second entry"}),
    Step(67, lambda _: {"input": ROUND}),
    Step(67, lambda _: {"id": "round_0004", "input": {**ROUND, "submissionUntil": at(seconds=-1)}}),
    Step(68, lambda _: {"id": "round_0004", "to": "SCREENING"}),
    Step(85),
    Step(70, lambda came: {
        "id": first(rounds(came)["entries"]["nodes"], viewerActions="ADMIT")["id"], "to": "ELIGIBLE",
    }),
    Step(68, lambda _: {"id": "round_0004", "to": "PITCH"}), Step(85),
    Step(70, lambda came: {
        "id": first(rounds(came)["entries"]["nodes"], viewerActions="INVITE")["id"], "to": "INVITED_TO_PITCH",
        "pitchAt": at(days=10),
    }),
    Step(68, lambda _: {"id": "round_0004", "to": "JURY_DELIBERATION"}), Step(85),
    Step(71, lambda came: {"input": {
        "entryId": first(rounds(came)["entries"]["nodes"], viewerActions="AWARD")["id"], "prize": "20000",
        "category": "INCLUSION_AND_DIVERSITY", "laudation": {"de": "Verständlich und nützlich."},
    }}),
    Step(82),
]  # fmt: skip


def my_grant(came: Came) -> Any:
    return first(came[81]["viewer"]["member"]["grantApplications"], id=made(came, 74, "application")["id"])


def confirmation(came: Came) -> Mapping[str, Any]:
    partner = first(my_grant(came)["consortium"]["partners"], viewerActions="CONFIRM")
    return {"id": my_grant(came)["id"], "organisation": partner["organisation"]["id"], "confirm": True}


FUNDING = [
    Step(74), Step(81),
    Step(75, confirmation), Step(81), Step(75, confirmation),
    Step(81, nothing, "jonas"),
    Step(76, lambda came: {"id": my_grant(came)["id"], "version": my_grant(came)["version"]}),
    Step(80),
    Step(78, lambda came: {"id": made(came, 74, "application")["id"], "to": "INVITED_TO_APPLY"}),
    Step(72, lambda _: {"input": CALL}),
    Step(73, lambda came: {"id": made(came, 72, "call")["id"], "to": "EXPRESSION_OF_INTEREST"}),
    Step(77, lambda came: {"id": my_grant(came)["id"]}),
    Step(79),
]  # fmt: skip
WORKSHOPS = [
    Step(150),
    Step(151, lambda came: {"workshopId": workshop(came)["id"]}),
    Step(164, lambda came: {"id": workshop(came)["id"]}),
    Step(153),
    Step(152, lambda came: {
        "id": first(came[153]["viewer"]["member"]["workshopRegistrations"]["nodes"], viewerActions="CANCEL")["id"],
    }),
    Step(163, lambda _: {"input": WORKSHOP}),
    Step(150, lambda _: {"from": "2025-01-01T00:00:00Z", "first": 20}, "ideenwerkstatt"),
    Step(164, lambda came: {"id": came[150]["workshops"][0]["id"]}),
    Step(165, lambda came: {
        "registrationId": first(came[164]["workshop"]["registrations"]["nodes"], viewerActions="ATTEND")["id"],
        "attended": True,
    }),
    Step(154, nothing, "mira"),
    Step(155, lambda came: {
        "slotId": first(slots(came), viewerActions="BOOK")["id"], "question": "Reichen fünfzig Aufnahmen?",
    }),
    Step(156, lambda came: {"slotId": made(came, 155, "slot")["id"]}),
    Step(154, nothing, "ideenwerkstatt"),
    Step(166, lambda came: {
        "consultationId": came[154]["aiConsultations"][0]["id"],
        "slots": [{"expertId": slots(came)[0]["expert"]["id"], "startsAt": at(days=60), "minutes": 45}],
    }),
    Step(167, lambda came: {"slotId": made(came, 166, "slots")[0]["id"], "to": "HELD_BACK"}),
    Step(166, lambda came: {
        "consultationId": came[154]["aiConsultations"][0]["id"],
        "slots": [{"expertId": slots(came)[0]["expert"]["id"], "startsAt": at(seconds=3), "minutes": 10}],
    }),
    Step(155, lambda came: {"slotId": made(came, 166, "slots")[0]["id"], "question": "Und wenn es regnet?"}),
    Step(168, lambda came: {"slotId": made(came, 155, "slot")["id"], "outcome": "Ein Dach hilft."}, until=bool),
]  # fmt: skip


def pilot_call(came: Came) -> Any:
    return first(came[157]["pilotCalls"], viewerActions="APPLY")


def applied(came: Came) -> Any:
    return [each for call in came[171]["pilotCalls"] for each in call["applications"]["nodes"]]


PILOTS = [
    Step(157, nothing, "verwalterin"),
    Step(158, lambda came: {"key": "our first", "input": {
        "callId": pilot_call(came)["id"], "title": "Kröten zählen (fiktiv)",
        "description": "Wir zählen Kröten am Zaun.", "needs": ["Bilderkennung"], "applicantId": "org_0042",
        "topicSlugs": ["biodiversity"],
    }}),
    Step(175, lambda came: identified(came, 158, "application")),
    Step(171),
    Step(172, lambda came: {
        "id": first(applied(came), viewerActions="ADMIT", id=made(came, 158, "application")["id"])["id"],
        "to": "STAGE_ONE_PASSED", "note": "Passt gut.",
    }),
    Step(169, lambda _: {"input": PILOT_CALL}),
    Step(169, lambda came: {"id": pilot_call(came)["id"], "input": {**PILOT_CALL, "stageOneUntil": at(seconds=-1)}}),
    Step(170, lambda came: {"id": pilot_call(came)["id"], "to": "STAGE_TWO"}),
    Step(159, lambda came: {"id": made(came, 158, "application")["id"], "plan": "Zuerst zählen wir von Hand."}),
    Step(160, lambda came: identified(came, 158, "application")),
    Step(161, lambda _: {"input": {
        "title": "Krötenzähler (fiktiv)", "stage": "SKETCH", "projectId": "pilot_0001", "datasetIds": [],
        "aiMethods": ["COMPUTER_VISION"],
    }}, "ideenwerkstatt"),
    Step(176, lambda came: identified(came, 161, "prototype")),
    Step(173, lambda _: {"input": {
        "projectId": "pilot_0001", "rating": "B", "co2KgPerYear": 12.5,
        "method": "Gemessen am Steckdosenzähler (fiktiv)",
    }}),
    Step(174),
]  # fmt: skip


DATA_LAB = [
    Step(180),
    Step(181, lambda came: {"slotId": data_slots(came)[0]["id"], "concern": "Wie veröffentlichen wir Zählungen?"}),
    Step(182, lambda came: identified(came, 181, "session")),
    Step(197),
    Step(184, nothing, "jonas"),
    Step(185, lambda came: {"key": "our sketch", "input": data_project(came)}),
    Step(187, lambda came: identified(came, 185, "project"), "jonas"),
    Step(200, lambda came: {"id": made(came, 185, "project")["id"], "to": "SCREENING", "note": "Wir sehen es an."}),
    Step(186, lambda came: identified(came, 185, "project")),
    Step(188, lambda _: {"input": DATASET}),
    Step(189, lambda came: {"id": made(came, 188, "dataset")["id"], "to": "IN_REVIEW"}, "jonas"),
    Step(202),
    Step(189, lambda came: {
        "id": first(came[202]["datasets"]["nodes"], uri=made(came, 188, "dataset")["uri"])["id"], "to": "PUBLISHED",
    }),
    Step(191, lambda came: {"uri": made(came, 188, "dataset")["uri"]}),
    Step(183, nothing, "jonas"),
    Step(190, lambda came: {
        "datasetId": made(came, 188, "dataset")["id"],
        "projectId": first(my_lab(came)[0]["dataProjects"], stage="IMPLEMENTATION")["id"],
        "purpose": {"de": "Wege planen"},
    }),
    *(Step(number) for number in (284, 285, 286, 287)),
    Step(192),
    Step(193, lambda came: {"moduleId": first(came[192]["learningModules"], status="OPEN")["id"]}),
    Step(194, lambda came: {"id": made(came, 193, "enrolment")["id"], "percent": 50}),
    Step(195, lambda came: identified(came, 193, "enrolment")),
    Step(183),
    Step(180, nothing, "datalab"),
    Step(199, lambda came: {
        "id": came[180]["dataConsultations"][0]["id"], "slots": [{"startsAt": at(days=90), "minutes": 60}],
    }),
    Step(199, lambda came: {
        "id": came[180]["dataConsultations"][0]["id"], "slots": [{"startsAt": at(seconds=3), "minutes": 10}],
    }),
    Step(181, lambda came: {"slotId": made(came, 199, "slots")[0]["id"], "concern": "Was ist eine Skizze?"}, "jonas"),
    Step(204, lambda came: {"id": made(came, 181, "session")["id"]}),
    Step(198, lambda came: {
        "id": made(came, 181, "session")["id"], "outcome": "SKETCH", "sketchTitle": "Kröten in Zahlen",
    }, until=bool),
    Step(201, lambda _: {"input": DATA_CALL}),
    Step(203),
]  # fmt: skip


def my_lab(came: Came) -> Any:
    return [one["organisation"] for one in came[183]["viewer"]["member"]["organisations"]]


def data_project(came: Came) -> Mapping[str, Any]:
    call = first(came[184]["supportOffers"]["nodes"], status="OPEN")
    return {
        "callId": call["id"], "title": "Barrieren kartieren (fiktiv)", "summary": "Wir kartieren Barrieren.",
        "applicantId": "org_0007", "topicSlugs": ["plain-language"], "dataDescription": "Höhen von Bordsteinen",
        "privacyTextVersion": call["privacyText"]["version"],
    }  # fmt: skip


RIGHTS = [
    Step(210, lambda came: {"subjectId": made(came, 30, "idea")["id"]}),
    Step(211),
    Step(212, lambda came: {"id": reported(came)["id"]}),
    Step(213, lambda came: {"id": reported(came)["id"]}),
    Step(59, nothing, "neuling", until=lambda came: told(came, "ModerationCase")),
    Step(214, lambda came: {"id": told(came, "ModerationCase")["id"]}),
    Step(215, lambda came: {"caseId": told(came, "ModerationCase")["id"]}),
    Step(216, lambda came: {"caseId": reported(came)["id"]}),
    Step(217), Step(218),
    Step(16, lambda came: {"id": came[218]["viewer"]["dataExports"][0]["id"]}),
    Step(21, nothing, "neuling"),
    Step(219, lambda came: {"confirmHandle": came[21]["viewer"]["member"]["handle"]}),
    Step(221), Step(220), Step(222),
]  # fmt: skip


def reported(came: Came) -> Any:
    nodes = came[211]["moderationQueue"]["nodes"]
    return next(each for each in nodes if each["subject"].get("id") == made(came, 30, "idea")["id"])


STORY: tuple[Step, ...] = (
    *LOOK_AROUND, *SEARCH, *COUNT, *JOIN, *IDEAS, *TALK, *COMPETITION, *FUNDING, *WORKSHOPS, *PILOTS, *DATA_LAB,
    *RIGHTS,
)  # fmt: skip
