"""What is tried of each type that has ``viewerActions``: the verb of each action, and whom its rows concern."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tools.judge_operations.texts import CALL, IDEA, PILOT_CALL, ROUND

Row = Mapping[str, Any]
Input = Callable[[Row, str], Mapping[str, Any] | None]
"""(the row as ``Kind.reads`` has it, the action) -> the variables that its verb takes beside ``$id``; None: there is
nothing to try it with."""


def nothing(_: Row, __: str) -> Mapping[str, Any]:
    return {}


@dataclass(frozen=True, slots=True)
class Kind:
    """``rows``: id and state of all rows; ``insiders``: ids of actors whom some of them concern.

    ``verbs``: by action the field of the mutation; actions of one field are one try. ``declares``: variables of it
    beside ``$id``. ``reads``: what ``given`` needs of a row. ``elsewhere``: actions that a test of their own tries.
    ``always``: what is done also where it is not offered. ``before``: rows that the demo data has not.
    """

    house: str
    name: str
    rows: str
    insiders: str
    verbs: Mapping[str, str]
    declares: str = ""
    reads: str = ""
    given: Input = nothing
    elsewhere: frozenset[str] = field(default_factory=frozenset)
    always: frozenset[str] = field(default_factory=frozenset)
    before: str = ""


SAID = {"de": "Weg (fiktiv)", "en": "Way (fictional)", "deSimple": "Weg (ausgedacht)"}
TEXTS = "title { de en deSimple } summary { de en deSimple } topics { slug } audiences url"


def written(text: Mapping[str, Any]) -> Mapping[str, Any]:
    return {name: value for name, value in text.items() if value is not None}


def offer_of(row: Row) -> dict[str, Any]:
    """The part of an input that all offers have."""
    return {
        "title": written(row["title"]),
        "summary": written(row["summary"]),
        "topicSlugs": [each["slug"] for each in row["topics"]],
        "audiences": row["audiences"],
        "url": row["url"],
    }


CHANGE = "changeIdeaStatus(id: $id, to: {})"
IDEAS = Kind(
    "marketplace",
    "Idea",
    "SELECT id, concat(status, EXISTS (SELECT FROM amendment a WHERE a.idea_id = idea.id AND a.status = 'PROPOSED'))"
    " FROM idea",
    "SELECT actor_id FROM idea_team WHERE actor_id LIKE 'member%' AND idea_id IN ('idea_0002', 'idea_0041')",
    {
        "EDIT": "updateIdea(id: $id, expectedVersion: $version, input: $input)",
        "SUBMIT": "submitIdea(id: $id)",
        "REVIEW": 'reviewIdea(id: $id, approve: false, note: "Wer?")',
        "PAUSE": CHANGE.format("PAUSED"),
        "RESUME": CHANGE.format("PUBLISHED"),
        "START_IMPLEMENTATION": CHANGE.format("IN_IMPLEMENTATION"),
        "COMPLETE": CHANGE.format("COMPLETED"),
        "WITHDRAW": CHANGE.format("WITHDRAWN"),
        "INVITE": 'inviteToTeam(ideaId: $id, actorId: "member_0018", role: CONTRIBUTOR, message: "Komm")',
        "SET_OPEN_ROLES": 'setOpenRoles(ideaId: $id, roles: [{kind: FINANCING, description: "Geld"}])',
        "DECIDE_AMENDMENT": "decideAmendment(id: $amendment, accept: false)",
        "PROPOSE_AMENDMENT": 'proposeAmendment(ideaId: $id, baseVersion: $version, input: $input, note: "So")',
        "FORK": 'forkIdea(id: $id, note: "Weiter")',
        "ASK_TO_JOIN": 'askToJoinTeam(ideaId: $id, message: "Ich will")',
        "COMMENT": 'addComment(ideaId: $id, body: "Gut", language: DE)',
        "SUPPORT": "supportIdea(ideaId: $id, support: true)",
        "FOLLOW": "follow(subjectId: $id, follow: true)",
        "REPORT": 'reportContent(subjectId: $id, reason: SPAM, explanation: "Werbung")',
    },
    declares="$version: Int! = 1, $input: IdeaInput!, $amendment: ID!",
    reads="version amendments(status: PROPOSED, first: 1) { nodes { id } }",
    given=lambda row, action: idea_with(row, action),
    always=frozenset({"REPORT"}),  # everybody who sees it may, also without a login, or of the team
)


def idea_with(row: Row, action: str) -> Mapping[str, Any] | None:
    """To decide takes an amendment that waits, and that the person sees."""
    waiting = ((row.get("amendments") or {}).get("nodes") or [None])[0]
    if action == "DECIDE_AMENDMENT":
        return None if waiting is None else {"amendment": waiting["id"]}
    return {"version": row.get("version", 1), "input": IDEA}


COMMENTS = Kind(
    "marketplace",
    "Comment",
    "SELECT id, concat(is_hidden, body IS NULL, reply_to_id IS NULL, created_at < '2025-06-15') FROM comment",
    "SELECT author_id FROM comment ORDER BY created_at DESC LIMIT 8",
    {
        "EDIT": 'editComment(id: $id, body: "Besser")',
        "DELETE": "editComment(id: $id, body: null)",
        "REPLY": 'addComment(ideaId: $idea, replyTo: $id, body: "Ja", language: DE)',
    },
    declares='$idea: ID! = ""',
    reads="idea { id }",
    given=lambda row, _: {"idea": row["idea"]["id"]} if row else {},
)
AMENDMENTS = Kind(
    "marketplace",
    "Amendment",
    "SELECT id, status FROM amendment",
    "SELECT author_id FROM amendment UNION SELECT t.actor_id FROM idea_team t JOIN amendment a USING (idea_id)"
    " WHERE t.actor_id LIKE 'member%'",
    {
        "ACCEPT": "decideAmendment(id: $id, accept: true)",
        "REJECT": "decideAmendment(id: $id, accept: false)",
        "WITHDRAW": "withdrawAmendment(id: $id)",
    },
)
TEAM_REQUESTS = Kind(
    "marketplace",
    "TeamRequest",
    "SELECT id, concat(kind, status, expires_at < '2025-06-16') FROM team_request",
    "SELECT actor_id FROM team_request WHERE actor_id LIKE 'member%' UNION SELECT sender_id FROM team_request",
    {
        "ACCEPT": "answerTeamRequest(id: $id, accept: true)",
        "DECLINE": "answerTeamRequest(id: $id, accept: false)",
        "WITHDRAW": "withdrawTeamRequest(id: $id)",
    },
)
CONTACT_REQUESTS = Kind(
    "marketplace",
    "ContactRequest",
    "SELECT id, concat(status, expires_at < '2025-06-16') FROM contact_request",
    "SELECT from_id FROM contact_request WHERE status IN ('PENDING', 'DECLINED') UNION"
    " SELECT to_id FROM contact_request WHERE status IN ('PENDING', 'DECLINED')",
    {
        "ACCEPT": "answerContactRequest(id: $id, accept: true)",
        "DECLINE": "answerContactRequest(id: $id, accept: false)",
        "WITHDRAW": "withdrawContactRequest(id: $id)",
    },
)
CONVERSATIONS = Kind(
    "marketplace",
    "Conversation",
    "SELECT id, '' FROM conversation",
    "SELECT one_id FROM conversation UNION SELECT other_id FROM conversation",
    {"SEND_MESSAGE": 'sendMessage(conversationId: $id, body: "Hallo")'},
)
CASES = Kind(
    "marketplace",
    "ModerationCase",
    "SELECT id, concat(status, action, subject_type) FROM moderation_case",
    "SELECT author FROM moderation_case c CROSS JOIN LATERAL authors_of(c.subject_type, c.subject_id) author",
    {
        "TAKE": "takeModerationCase(id: $id)",
        "DECIDE": 'decideModerationCase(id: $id, input: {action: HIDE, facts: "Keine Quelle.", termsGround: "3"})',
        "APPEAL": 'appealModeration(caseId: $id, text: "Sie steht da.")',
        "DECIDE_APPEAL": 'decideAppeal(caseId: $id, uphold: true, facts: "Sie steht da.")',
    },
)
ERASURES = Kind(
    "marketplace",
    "ErasureRequest",
    "SELECT id, status FROM erasure_request",
    "SELECT member_id FROM erasure_request",
    {"CANCEL": "cancelErasure"},
    before="INSERT INTO erasure_request (id, member_id, status, requested_at, scheduled_for) VALUES"
    " ('erasure_open', 'member_0003', 'REQUESTED', '2025-06-14 12:00Z', '2026-06-28 12:00Z'),"
    " ('erasure_due', 'member_0004', 'REQUESTED', '2025-06-01 12:00Z', '2025-06-15 12:00Z') ON CONFLICT DO NOTHING",
)
PROFILES = Kind(
    "marketplace",
    "Profile",
    "SELECT id, status FROM profile",
    "SELECT min(owner_id) FROM profile WHERE owner_id LIKE 'member%' GROUP BY status",
    {
        "PUBLISH": "changeProfileStatus(id: $id, to: PUBLISHED)",
        "PAUSE": "changeProfileStatus(id: $id, to: PAUSED)",
        "RESUME": "changeProfileStatus(id: $id, to: PUBLISHED)",
        "ARCHIVE": "changeProfileStatus(id: $id, to: ARCHIVED)",
    },
)
ADVANCE = {
    "OPEN": "SUBMISSION", "SCREEN": "SCREENING", "PITCH": "PITCH", "DELIBERATE": "JURY_DELIBERATION",
    "AWARD": "AWARDED", "SUPPORT": "SUPPORT", "COMPLETE": "COMPLETED", "CANCEL": "CANCELLED",
}  # fmt: skip
ROUNDS = Kind(
    "cip",
    "CompetitionRound",
    "SELECT id, phase FROM competition_round",
    "SELECT member_id FROM entry_team WHERE member_id IS NOT NULL LIMIT 1",
    {
        "EDIT": "saveCompetitionRound(id: $id, input: $input)",
        **{action: f"advanceRound(id: $id, to: {phase})" for action, phase in ADVANCE.items()},
    },
    declares="$input: CompetitionRoundInput!",
    reads="timeline { phase on } applyUntil maxAwards maxPrize { amount }",
    given=lambda row, _: {"input": {
        **ROUND, **({"timeline": row["timeline"], "submissionUntil": row["applyUntil"]} if row else {}),
    }},
    always=frozenset({"SCREEN"}),  # after the deadline the time has done it already, and the staff say so
)  # fmt: skip
DECIDE = 'decideCompetitionEntry(id: $id, to: {}, note: "So", pitchAt: $at)'
ENTRIES = Kind(
    "cip",
    "CompetitionEntry",
    "SELECT e.id, concat(e.status, r.phase) FROM competition_entry e JOIN competition_round r ON r.id = e.round_id",
    "SELECT member_id FROM entry_team WHERE member_id IS NOT NULL LIMIT 5",
    {
        "WITHDRAW": "withdrawCompetitionEntry(id: $id)",
        "ADMIT": DECIDE.format("ELIGIBLE"),
        "REJECT": DECIDE.format("FORMALLY_REJECTED"),
        "INVITE": DECIDE.format("INVITED_TO_PITCH"),
        "NOT_SELECT": DECIDE.format("NOT_SELECTED"),
        "AWARD": 'grantAward(input: {entryId: $id, prize: "1000", category: INCLUSION_AND_DIVERSITY})',
    },
    declares='$at: DateTime = "2025-07-01T10:00:00+02:00"',
)
EVENT_STATES = {"ANNOUNCE": "ANNOUNCED", "OPEN": "OPEN", "CLOSE": "CLOSED", "PAUSE": "PAUSED", "END": "ENDED"}
EVENTS = Kind(
    "marketplace",
    "CommunityEvent",
    "SELECT entity_id, status FROM catalogue_entry WHERE type_name = 'CommunityEvent'",
    "SELECT min(actor_id) FROM member WHERE state = 'ACTIVE'",
    dict.fromkeys(EVENT_STATES, "saveCommunityEvent(id: $id, input: $input)"),
    declares="$input: CommunityEventInput!",
    reads=f"{TEXTS} applyUntil format startsAt endsAt isOnline accessibility region {{ ars }}",
    given=lambda row, action: event_of(row, action) if row else None,
)


def event_of(row: Row, action: str) -> Mapping[str, Any]:
    plain = ("applyUntil", "format", "startsAt", "endsAt", "isOnline", "accessibility")
    said = {**offer_of(row), **{name: row[name] for name in plain}}
    return {"input": {**said, "status": EVENT_STATES[action], "regionArs": row["region"] and row["region"]["ars"]}}


LEAD = {
    "OPEN_INTEREST": "EXPRESSION_OF_INTEREST", "OPEN_APPLICATION": "APPLICATION", "ASSESS": "ASSESSMENT",
    "GRANT": "GRANTED", "RUN": "RUNNING", "CLOSE": "CLOSED", "CANCEL": "CANCELLED",
}  # fmt: skip
CALLS = Kind(
    "cip",
    "FundingCall",
    "SELECT id, phase FROM funding_call",
    "SELECT member_id FROM entry_team WHERE member_id IS NOT NULL LIMIT 1",
    {
        "EDIT": "saveFundingCall(id: $id, input: $input)",
        **{action: f"advanceFundingCall(id: $id, to: {phase})" for action, phase in LEAD.items()},
    },
    declares="$input: FundingCallInput!",
    reads="applyUntil applicationUntil",
    given=lambda row, _: {"input": {
        **CALL, **({"interestUntil": row["applyUntil"], "applicationUntil": row["applicationUntil"]} if row else {}),
    }},
)  # fmt: skip
APPLICATION = {"callId": "call_0002", "title": "Weg", "abstract": "Ein Weg.", "consortiumName": "Verbund"}
GRANT = 'decideGrantApplication(id: $id, to: {}, note: "So")'
APPLICATIONS = Kind(
    "cip",
    "GrantApplication",
    "SELECT a.id, concat(a.status, c.phase) FROM grant_application a JOIN funding_call c ON c.id = a.call_id",
    "SELECT member_id FROM acts_for a JOIN application_partner p USING (organisation_id)",
    {
        "EDIT": "saveGrantApplication(id: $id, expectedVersion: $version, input: $input)",
        "SUBMIT_INTEREST": "submitGrantApplication(id: $id, expectedVersion: $version)",
        "SUBMIT_APPLICATION": "submitGrantApplication(id: $id, expectedVersion: $version)",
        "WITHDRAW": "withdrawGrantApplication(id: $id)",
        "DECLINE_INTEREST": GRANT.format("EOI_NEGATIVE"),
        "INVITE": GRANT.format("INVITED_TO_APPLY"),
        "ASSESS": GRANT.format("IN_ASSESSMENT"),
        "GRANT": 'decideGrantApplication(id: $id, to: GRANTED, granted: "1000")',
        "REJECT": GRANT.format("REJECTED"),
    },
    declares="$version: Int! = 1, $input: GrantApplicationInput!",
    reads="version title abstract call { id }"
    " consortium { name partners { role requested { amount } organisation { id } } }",
    given=lambda row, _: {
        "version": row.get("version", 1),
        "input": application_of(row) if row else {**APPLICATION, "partners": []},
    },
)


def application_of(row: Row) -> Mapping[str, Any]:
    partners = [
        {"organisationId": each["organisation"]["id"], "role": each["role"], "requested": each["requested"]["amount"]}
        for each in row["consortium"]["partners"]
    ]
    return {
        "callId": row["call"]["id"],
        "title": row["title"],
        "abstract": row["abstract"],
        "consortiumName": row["consortium"]["name"],
        "partners": partners,
    }


FUNDED_PROJECTS = Kind(
    "cip",
    "FundedProject",
    "SELECT id, status FROM funded_project",
    "SELECT member_id FROM acts_for a JOIN consortium_partner p USING (organisation_id) ORDER BY 1 LIMIT 4",
    {"EDIT": "updateFundedProject(id: $id, input: {status: RUNNING, maturity: PILOT})"},
)
SLOTS = Kind(
    "ideenwerkstatt",
    "ConsultationSlot",
    "SELECT id, concat(status, starts_at < '2025-06-16 12:00+02', starts_at < '2025-06-17 12:00+02')"
    " FROM consultation_slot",
    "SELECT booked_by FROM slot_booking b JOIN consultation_slot s ON s.id = b.slot_id WHERE s.status = 'BOOKED'",
    {
        "BOOK": 'bookConsultationSlot(slotId: $id, question: "Wie?")',
        "GIVE_BACK": "cancelConsultationSlot(slotId: $id)",
        "RECORD": 'recordConsultation(slotId: $id, outcome: "So.")',
        "HOLD_BACK": "changeConsultationSlot(slotId: $id, to: HELD_BACK)",
        "RELEASE": "changeConsultationSlot(slotId: $id, to: FREE)",
        "CANCEL": "changeConsultationSlot(slotId: $id, to: CANCELLED)",
    },
)
PILOT = 'decidePilotApplication(id: $id, to: {}, note: "So")'
PILOT_APPLICATIONS = Kind(
    "ideenwerkstatt",
    "PilotApplication",
    "SELECT a.id, concat(a.status, c.phase) FROM pilot_application a JOIN pilot_call c ON c.id = a.call_id",
    "SELECT member_id FROM acts_for a JOIN pilot_application p ON p.applicant_id = a.organisation_id",
    {
        "SUBMIT_STAGE_TWO": 'submitPilotStageTwo(id: $id, plan: "Erst messen.")',
        "WITHDRAW": "withdrawPilotApplication(id: $id)",
        "REFUSE": PILOT.format("NOT_ELIGIBLE"),
        "ADMIT": PILOT.format("STAGE_ONE_PASSED"),
        "SELECT": PILOT.format("SELECTED"),
        "RESERVE": PILOT.format("RESERVE"),
        "REJECT": PILOT.format("REJECTED"),
    },
)
PHASES = {
    "OPEN_STAGE_ONE": "STAGE_ONE", "OPEN_STAGE_TWO": "STAGE_TWO", "SELECT": "SELECTION", "SUPPORT": "SUPPORT",
    "COMPLETE": "COMPLETED",
}  # fmt: skip
PILOT_CALLS = Kind(
    "ideenwerkstatt",
    "PilotCall",
    "SELECT id, phase FROM pilot_call",
    "SELECT member_id FROM acts_for WHERE organisation_id = 'org_0042'",
    {
        "EDIT": "savePilotCall(id: $id, input: $input)",
        **{action: f"advancePilotCall(id: $id, to: {phase})" for action, phase in PHASES.items()},
    },
    declares="$input: PilotCallInput!",
    reads=f"{TEXTS} places applyUntil",
    given=lambda row, _: {"input": {
        **offer_of(row), "places": row["places"], "stageOneUntil": row["applyUntil"],
    } if row else PILOT_CALL},
    elsewhere=frozenset({"APPLY"}),  # takes an organisation
)  # fmt: skip
STAGES = ("MOCKUP", "PROOF_OF_CONCEPT", "PROTOTYPE", "FIELD_TEST", "HANDED_OVER", "DISCARDED")
PROTOTYPES = Kind(
    "ideenwerkstatt",
    "Prototype",
    "SELECT id, stage FROM prototype",
    "SELECT actor_id FROM project_participant WHERE actor_id LIKE 'member%' LIMIT 5",
    dict.fromkeys(("EDIT", *STAGES), "savePrototype(id: $id, input: $input)"),
    declares="$input: PrototypeInput!",
    reads="title stage idea { id } project { id } datasets { id } aiMethods modelParametersMillion repositoryUrl"
    " license",
    given=lambda row, action: {"input": prototype_of(row, action)},
)


def prototype_of(row: Row, action: str) -> Mapping[str, Any]:
    if not row:
        return {"title": "Weg", "stage": "SKETCH", "datasetIds": [], "aiMethods": []}
    return {
        "title": f"{row['title']} neu",
        "stage": row["stage"] if action == "EDIT" else action,
        "ideaId": row["idea"] and row["idea"]["id"],
        "projectId": row["project"] and row["project"]["id"],
        "datasetIds": [each["id"] for each in row["datasets"]],
        "aiMethods": row["aiMethods"],
        "modelParametersMillion": row["modelParametersMillion"],
        "repositoryUrl": row["repositoryUrl"] or "https://code.example.org/weg",
        "license": row["license"] or "EUPL-1.2",
    }


WORKSHOP_STATES = {"OPEN": "OPEN", "PAUSE": "PAUSED", "CLOSE": "CLOSED", "END": "ENDED"}
WORKSHOPS = Kind(
    "ideenwerkstatt",
    "Workshop",
    "SELECT id, id FROM workshop",
    "SELECT actor_id FROM workshop_registration WHERE workshop_id IN ('workshop_0025', 'workshop_0018') LIMIT 4",
    {
        "REGISTER": "registerForWorkshop(workshopId: $id)",
        **dict.fromkeys(("EDIT", *WORKSHOP_STATES), "saveWorkshop(id: $id, input: $input)"),
    },
    declares="$input: WorkshopInput!",
    reads=f"{TEXTS} status applyUntil format startsAt endsAt capacity accessibility"
    " venue { name street postalCode city isOnline } region { nuts } hosts { id } experts { id }",
    given=lambda row, action: {"input": workshop_of(row, action)},
)


def workshop_of(row: Row, action: str) -> Mapping[str, Any]:
    plain = ("applyUntil", "format", "startsAt", "endsAt", "capacity", "accessibility", "venue")
    return {
        **offer_of(row),
        **{name: row[name] for name in plain},
        "status": WORKSHOP_STATES.get(action, row["status"]),
        "nuts": row["region"] and row["region"]["nuts"],
        "hostIds": [each["id"] for each in row["hosts"]],
        "expertIds": [each["id"] for each in row["experts"]],
    }


REGISTRATIONS = Kind(
    "ideenwerkstatt",
    "WorkshopRegistration",
    "SELECT r.id, concat(r.status, w.starts_at < '2025-06-16 12:00+02') FROM workshop_registration r"
    " JOIN workshop w ON w.id = r.workshop_id",
    "SELECT min(actor_id) FROM workshop_registration WHERE actor_id LIKE 'member%'"
    " GROUP BY status, workshop_id > 'workshop_0017'",
    {
        "CANCEL": "cancelWorkshopRegistration(id: $id)",
        "ATTEND": "recordAttendance(registrationId: $id, attended: true)",
        "MISS": "recordAttendance(registrationId: $id, attended: false)",
    },
)
SESSIONS = Kind(
    "civic_data_lab",
    "DataConsultationSession",
    "SELECT s.id, concat(s.status, l.starts_at < '2025-06-16 12:00+02') FROM consultation_session s"
    " JOIN consultation_slot l ON l.id = s.slot_id",
    "SELECT member_id FROM consultation_session WHERE status <> 'HELD'",
    {
        "CANCEL": "cancelDataConsultation(sessionId: $id)",
        "CONFIRM": "confirmDataConsultation(sessionId: $id)",
        "RECORD": "recordDataConsultation(sessionId: $id, outcome: TRAINING)",
    },
)
STEPS = {
    "SCREEN": "SCREENING", "SCOPE": "SCOPING", "CHECK_CAPACITY": "CAPACITY_CHECK", "TENDER": "TENDER",
    "KICK_OFF": "KICKOFF", "IMPLEMENT": "IMPLEMENTATION", "TEST": "TESTING", "PUBLISH": "PUBLISHED",
    "HAND_OVER": "HANDED_OVER", "NOT_CONTINUE": "NOT_CONTINUED",
}  # fmt: skip
DATA_PROJECTS = Kind(
    "civic_data_lab",
    "DataProject",
    "SELECT id, stage FROM data_project",
    "SELECT member_id FROM acts_for a JOIN data_project p ON p.applicant_id = a.organisation_id",
    {
        **{
            action: f'advanceDataProject(id: $id, to: {stage}, note: "So", learnings: {{de: "Mehr messen."}})'
            for action, stage in STEPS.items()
        },
        "WITHDRAW": "withdrawDataProject(id: $id)",
    },
)
DATA_CALLS = Kind(
    "civic_data_lab",
    "DataProjectCall",
    "SELECT c.id, concat(o.status, o.apply_until) FROM data_project_call c JOIN support_offer o USING (id)",
    "SELECT member_id FROM acts_for a JOIN actor_fact f ON f.id = a.organisation_id"
    " WHERE f.sector IN ('MUNICIPALITY', 'WELFARE') ORDER BY 1 LIMIT 6",
    dict.fromkeys(("EDIT", *EVENT_STATES), "saveDataProjectCall(id: $id, input: $input)"),
    declares="$input: DataProjectCallInput!",
    reads=f"{TEXTS} places applyUntil status",
    given=lambda row, action: data_call_of(row, action),
    elsewhere=frozenset({"APPLY"}),  # takes somebody to apply for
)


def data_call_of(row: Row, action: str) -> Mapping[str, Any] | None:
    if not row:
        return None
    status = row["status"] if action == "EDIT" else EVENT_STATES[action]
    return {"input": {**offer_of(row), "places": row["places"], "applyUntil": row["applyUntil"], "status": status}}


STATES = {
    "SUBMIT": "IN_REVIEW", "PUBLISH": "PUBLISHED", "RETURN": "DRAFT", "DEPRECATE": "DEPRECATED",
    "WITHDRAW": "WITHDRAWN",
}  # fmt: skip
DATASETS = Kind(
    "civic_data_lab",
    "Dataset",
    "SELECT id, status FROM dataset",
    "SELECT member_id FROM acts_for a JOIN dataset d ON d.publisher_id = a.organisation_id"
    " WHERE d.status <> 'PUBLISHED'",
    {
        **{action: f'changeDatasetStatus(id: $id, to: {state}, note: "So")' for action, state in STATES.items()},
        "EDIT": "saveDataset(id: $id, input: $input)",
    },
    declares="$input: DatasetInput!",
    reads="title { de en deSimple } description { de en deSimple } keywords topics { slug } publisher { id }"
    " accessRights legalBasis personalData distributions { format accessUrl license { uri } }",
    given=lambda row, _: {"input": dataset_of(row)} if row else None,
)


def dataset_of(row: Row) -> Mapping[str, Any]:
    plain = ("keywords", "accessRights", "legalBasis", "personalData")
    forms = [{**each, "licenseUri": each["license"]["uri"]} for each in row["distributions"]]
    return {
        "title": written(row["title"]),
        "description": {**written(row["description"]), "de": f"{row['description']['de']} Neu."},
        **{name: row[name] for name in plain},
        "topicSlugs": [each["slug"] for each in row["topics"]],
        "publisherId": row["publisher"]["id"],
        "distributions": [{name: each[name] for name in ("format", "accessUrl", "licenseUri")} for each in forms],
    }


ENROLMENTS = Kind(
    "civic_data_lab",
    "Enrolment",
    "SELECT id, status FROM enrolment",
    "SELECT min(member_id) FROM enrolment GROUP BY status",
    {
        "PROGRESS": "recordProgress(enrolmentId: $id, progressPercent: 99)",
        "COMPLETE": "recordProgress(enrolmentId: $id, progressPercent: 100)",
        "CANCEL": "cancelEnrolment(enrolmentId: $id)",
    },
)
KINDS = (
    IDEAS, COMMENTS, AMENDMENTS, TEAM_REQUESTS, CONTACT_REQUESTS, CONVERSATIONS, CASES, ERASURES, PROFILES, EVENTS,
    ROUNDS, ENTRIES, CALLS, APPLICATIONS, FUNDED_PROJECTS, SLOTS, PILOT_APPLICATIONS, PILOT_CALLS, PROTOTYPES,
    WORKSHOPS, REGISTRATIONS, SESSIONS, DATA_CALLS, DATA_PROJECTS, DATASETS, ENROLMENTS,
)  # fmt: skip
