"""Reports and cases of moderation: each change is one transaction. A subject is locked before its case."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from services.kit.changing import Fault, FaultCode, RefusedError, refuse, transacted
from services.kit.database import Database
from services.kit.events import tell
from services.marketplace.rules.faults import faults_of_note
from services.marketplace.rules.moderation import (
    HOUR,
    LIFE,
    LONGEST_TEXT,
    Involved,
    ModerationAction,
    ModerationStatus,
    ReportReason,
    Ruling,
    faults_of_appeal,
    faults_of_report,
    faults_of_ruling,
    no_case,
    no_subject,
    not_a_person,
)
from services.marketplace.rules.viewer import Viewer
from services.marketplace.store.identifiers import new_id
from services.marketplace.store.moderation_hiding import hide, show
from services.marketplace.store.moderation_rows import CaseRow, LockedCaseRow, ReportedRow
from services.marketplace.store.reading import QUERIES


@dataclass(frozen=True, slots=True)
class Reporter:
    """Who reports. ``client``: what the gateway says of where it came from; only read where nobody is logged in."""

    viewer: Viewer
    client: str | None

    @property
    def key(self) -> str:
        """What their reports are counted by; all that come without a login and without a client share one."""
        member = self.viewer.member_id
        return f"client {self.client or ''}" if member is None else f"actor {member}"


@dataclass(frozen=True, slots=True)
class Party:
    """Who asks for a change of a case: a moderator, who holds the scope, or an author, who appeals without it."""

    actor_id: str | None
    moderates: bool


@transacted
async def report(
    inside: Database, reporter: Reporter, at: datetime, subject_id: str, reason: ReportReason, explanation: str
) -> str:
    """A report of something that the reporter sees; it is added to the case that waits. Said again, it is one."""
    subject = await inside.row(ReportedRow, QUERIES.reportable, subject_id, *reporter.viewer.sees)
    # Locked: it is not taken away while its case is made.
    if subject is None or await inside.value(QUERIES.state_of_subject, subject.type_name, subject.id) is None:
        raise RefusedError([no_subject()])
    about, said = (subject.type_name, subject.id), f"{reporter.key} {reason.value} {explanation}"
    fingerprint = hashlib.sha256(said.encode(errors="surrogatepass")).hexdigest()
    await inside.value(QUERIES.take_turn_of_reporter, reporter.key)
    known = await inside.row(str, QUERIES.known_report, *about, fingerprint)
    if known is not None:
        return known
    refuse(faults_of_report(explanation, await inside.value(QUERIES.reports_since, reporter.key, at - HOUR)))
    await inside.do(QUERIES.note_report, reporter.key, at)
    case, made = await inside.value(QUERIES.open_case, new_id("case"), *about, at), new_id("report")
    who = reporter.viewer.member_id
    await inside.do(QUERIES.make_report, made, case, reason.value, explanation, who, fingerprint, at)
    return made


@transacted
async def take(inside: Database, moderator: Party, at: datetime, case_id: str) -> str:
    """A moderator looks at a case; also one that another moderator began."""
    me, row = await _locked(inside, moderator, case_id)
    _led(row, "take", moderator)
    await inside.do(QUERIES.take_case, case_id, me)
    return case_id


@transacted
async def decide(inside: Database, moderator: Party, at: datetime, case_id: str, ruling: Ruling) -> str:
    """The decision with its reasons: what is hidden is hidden at once; author and reporters are told."""
    me, row = await _locked(inside, moderator, case_id)
    if row.has_decided and _is_said_before(row, ruling):
        return case_id
    _led(row, "decide", moderator)
    refuse(faults_of_ruling(ruling))
    before = await hide(inside, row, me, at) if ruling.action is ModerationAction.HIDE else None
    given = (ruling.action.value, ruling.legal_ground or None, ruling.terms_ground or None, ruling.facts)
    await inside.do(QUERIES.decide_case, case_id, *given, me, at, before)
    await _tell_decision(inside, row, at, ruling.action)
    return case_id


def _is_said_before(row: CaseRow, ruling: Ruling) -> bool:
    grounds = (ruling.legal_ground or None, ruling.terms_ground or None)
    said = (row.action, row.legal_ground, row.terms_ground, row.facts)
    return row.status == ModerationStatus.DECIDED.value and said == (ruling.action.value, *grounds, ruling.facts)


@transacted
async def appeal(inside: Database, author: Party, at: datetime, case_id: str, text: str) -> str:
    """The author says once, within six months, why the decision is wrong."""
    me, row = await _locked(inside, author, case_id, "caseId")
    if row.status == ModerationStatus.APPEALED.value and row.is_author:
        if row.appeal_text == text:
            return case_id
        raise RefusedError([Fault(FaultCode.ALREADY_EXISTS, "There is an appeal already; it is decided once.")])
    _led(row, "appeal", author)
    refuse([] if row.decided_at is None else faults_of_appeal(text, row.decided_at, at))
    await inside.do(QUERIES.appeal_case, case_id, text, me, at)
    return case_id


@transacted
async def decide_appeal(
    inside: Database, moderator: Party, at: datetime, case_id: str, uphold: bool, facts: str
) -> str:
    """Another moderator decides for good. Upheld: the subject is what it was before."""
    me, row = await _locked(inside, moderator, case_id, "caseId")
    said = (row.appeal_upheld, row.appeal_facts)
    if row.status == ModerationStatus.CLOSED.value and said == (uphold, facts) and not row.has_decided:
        return case_id
    _led(row, "decide_appeal", moderator)
    refuse(faults_of_note("facts", facts, LONGEST_TEXT))
    if uphold and row.state_before is not None:
        await show(inside, row, row.state_before, me, at)
    await inside.do(QUERIES.decide_case_appeal, case_id, uphold, facts, me, at)
    await _tell_appeal(inside, row, at, upheld=uphold)
    return case_id


async def lapse_cases(inside: Database, at: datetime) -> int:
    """Cases about which nobody appealed in time are closed, and reporters' turns of yesterday forgotten."""
    await inside.do(QUERIES.forget_report_turns, at)
    return await inside.do(QUERIES.lapse_cases, at)


async def _locked(inside: Database, party: Party, case_id: str, path: str = "id") -> tuple[str, LockedCaseRow]:
    """Who asks, and the case as they see it; its subject is locked first, as who deletes that does."""
    if party.actor_id is None:
        raise RefusedError([not_a_person()])
    subject = await inside.row(ReportedRow, QUERIES.subject_of_case, case_id)
    if subject is not None:
        await inside.row(str, QUERIES.state_of_subject, subject.type_name, subject.id)
    row = await inside.row(LockedCaseRow, QUERIES.lock_case, case_id, party.actor_id, party.moderates)
    if row is None:
        raise RefusedError([no_case(path)])
    return party.actor_id, row


def involved(row: CaseRow, *, moderates: bool) -> Involved:
    """What the viewer is to a case."""
    return Involved(moderates, row.has_part, row.is_author, row.is_assigned, row.has_decided)


def _led(row: CaseRow, action: str, party: Party) -> None:
    roles = involved(row, moderates=party.moderates).roles
    came = LIFE.target(action, ModerationStatus(row.status), roles)
    if isinstance(came, Fault):
        raise RefusedError([came])


async def _tell_decision(inside: Database, row: CaseRow, at: datetime, action: ModerationAction) -> None:
    authors = await inside.rows(str, QUERIES.authors_of_subject, row.subject_type, row.subject_id)
    reporters = await inside.rows(str, QUERIES.reporters_of_case, row.id)
    about = {"subjectType": row.subject_type, "subjectId": row.subject_id, "action": action.value}
    if action is not ModerationAction.NONE:
        kind = "moderation.hidden" if action is ModerationAction.HIDE else "moderation.warned"
        await tell(inside, at, kind, ("ModerationCase", row.id), authors, about)
    told = [each for each in reporters if each not in authors]
    led = {ModerationAction.HIDE: "hidden", ModerationAction.WARN: "warned", ModerationAction.NONE: "kept"}
    await tell(inside, at, f"report.{led[action]}", ("ModerationCase", row.id), told, about)


async def _tell_appeal(inside: Database, row: CaseRow, at: datetime, *, upheld: bool) -> None:
    authors = await inside.rows(str, QUERIES.authors_of_subject, row.subject_type, row.subject_id)
    about = {"subjectType": row.subject_type, "subjectId": row.subject_id, "upheld": upheld}
    kind = "moderation.appeal_upheld" if upheld else "moderation.appeal_rejected"
    await tell(inside, at, kind, ("ModerationCase", row.id), authors, about)
    if upheld:
        reporters = await inside.rows(str, QUERIES.reporters_of_case, row.id)
        told = [each for each in reporters if each not in authors]
        await tell(inside, at, "report.overturned", ("ModerationCase", row.id), told, about)
