"""Changes of an application before it is decided: saved, answered by partners, submitted, withdrawn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import Decimal

from services.cip.rules import funding as rules
from services.cip.rules.assurance import faults_of_assurance
from services.cip.rules.funding import Partner
from services.cip.rules.viewing import Viewer
from services.cip.rules.vocabulary import ApplicationStatus, PartnershipStatus
from services.cip.store.call_writing import lock_call, seen
from services.cip.store.connection import QUERIES
from services.cip.store.grant_rows import ApplicationPartnerUnder, LockedApplicationRow, LockedCallRow
from services.cip.store.journal import note
from services.cip.store.locked import KeyRow
from services.kit.actors import ActorRow, administrators_of, known_actors, organisations_of
from services.kit.changing import (
    KEY_TAKEN,
    NOT_ANSWERED,
    Changed,
    Fault,
    FaultCode,
    RefusedError,
    Request,
    first_time,
    refuse,
    request,
    transacted,
)
from services.kit.context import CatchUp
from services.kit.database import Database
from services.kit.errors import UnavailableError
from services.kit.events import tell
from services.kit.faults import invalid, not_found, wrong_state
from services.kit.identifiers import new_id
from services.kit.marketplace import AskIdea

KIND = "GrantApplication"
OPERATION = "saveGrantApplication"


@dataclass(frozen=True, slots=True)
class ApplicationWish:
    """What the coordinator writes (GrantApplicationInput); partners are (organisation, role, sum)."""

    call_id: str
    title: str
    abstract: str
    idea_id: str | None
    consortium_name: str
    partners: tuple[tuple[str, str, Decimal], ...]


@dataclass(frozen=True, slots=True)
class Asking:
    """Whom is asked: the marketplace for an idea with the caller's token, and what is new about actors."""

    idea: AskIdea
    catch_up: CatchUp
    token: str | None


async def save_application(
    database: Database,
    viewer: Viewer,
    at: datetime,
    application_id: str | None,
    expected: int | None,
    wish: ApplicationWish,
    key: str | None,
    asking: Asking,
) -> Changed:
    """A new draft of the coordinator, or another text of one; partners that are new or changed are asked anew."""
    if viewer.actor_id is None:
        return Changed(
            None, [Fault(FaultCode.FORBIDDEN, "An application has a person who writes it: log in as a member.")]
        )
    body = {"id": application_id, "expectedVersion": expected, **asdict(wish)}
    asked = request(viewer.actor_id, key, OPERATION, body, at)
    used = await database.row(KeyRow, QUERIES.key_used, viewer.actor_id, key) if key else None
    if used is not None:
        same = used.request_digest == asked.digest
        return Changed(used.response_id) if same else Changed(None, [KEY_TAKEN])
    faults = rules.faults_of_text(wish.title, wish.abstract, wish.consortium_name) + rules.faults_of_partners(
        wish.partners
    )
    if faults:
        return Changed(None, faults)
    try:
        await _see_idea(database, application_id, wish, asking)
        known = await known_actors(database, asking.catch_up, [each for each, _, _ in wish.partners])
    except UnavailableError:
        return Changed(None, [NOT_ANSWERED])
    except RefusedError as refused:
        return Changed(None, refused.faults)
    return await _save(database, viewer, at, application_id, expected, wish, asked, known)


async def _see_idea(database: Database, application_id: str | None, wish: ApplicationWish, asking: Asking) -> None:
    """The idea is one that the caller sees; asked when it is named first, so that later changes need nobody."""
    if wish.idea_id is None:
        return
    before = await database.row(LockedApplicationRow, QUERIES.applications_seen, [application_id or ""], None, True)
    if before is not None and before.idea_id == wish.idea_id:
        return
    if await asking.idea(asking.token, wish.idea_id) is None:
        raise RefusedError([not_found("idea", "ideaId")])


@transacted
async def _save(
    inside: Database,
    viewer: Viewer,
    at: datetime,
    application_id: str | None,
    expected: int | None,
    wish: ApplicationWish,
    asked: Request,
    known: Mapping[str, ActorRow],
) -> str:
    new = new_id("grant")
    call = await lock_call(inside, QUERIES.share_call, wish.call_id, at, "callId")
    await first_time(inside, asked, application_id or new)
    before: Mapping[str, ApplicationPartnerUnder] = {}
    if application_id is not None:
        before = await _change(inside, viewer, at, application_id, expected, wish)
    refuse(await _faults_of_organisations(inside, viewer, wish, known))
    if application_id is None:
        await _make(inside, viewer, call, new, at, wish)
    await _put_partners(inside, at, application_id or new, wish, known, before)
    return application_id or new


async def _faults_of_organisations(
    inside: Database, viewer: Viewer, wish: ApplicationWish, known: Mapping[str, ActorRow]
) -> list[Fault]:
    unknown = [each for each, _, _ in wish.partners if each not in known or known[each].kind != "ORGANISATION"]
    if unknown:
        return [invalid("partners", "name no organisation: {values}", values=unknown[:5])]
    coordinator = next(each for each, role, _ in wish.partners if role == "COORDINATOR")
    if coordinator not in await organisations_of(inside, viewer.actor_id or ""):
        return [Fault(FaultCode.FORBIDDEN, "You must act for the organisation that coordinates.", ("partners",))]
    return []


async def _make(
    inside: Database, viewer: Viewer, call: LockedCallRow, new: str, at: datetime, wish: ApplicationWish
) -> None:
    refuse(rules.faults_of_drafting(seen(call), at))
    number = int(await inside.value(QUERIES.next_application_number, call.id))
    reference = f"{call.id.removeprefix('call_')[-6:]}-{number:03}"
    texts = (wish.title.strip(), wish.abstract, wish.idea_id, wish.consortium_name.strip())
    await inside.do(QUERIES.make_application, new, reference, call.id, *texts, at)
    await inside.do(QUERIES.write_step, new, ApplicationStatus.DRAFT.value, at, None)
    await note(inside, viewer.actor_id, at, (KIND, new), "CREATE", None, ApplicationStatus.DRAFT.value)


async def _change(
    inside: Database, viewer: Viewer, at: datetime, application_id: str, expected: int | None, wish: ApplicationWish
) -> Mapping[str, ApplicationPartnerUnder]:
    """Another text; the partners of before, by their organisations."""
    row = await lock_own(inside, viewer, application_id)
    if row.call_id != wish.call_id:
        raise RefusedError([invalid("callId", "cannot be another one than before")])
    if ApplicationStatus(row.status) not in rules.EDITABLE:
        raise RefusedError([wrong_state("An application in {state} is not changed any more.", state=row.status)])
    refuse(faults_of_version(row, expected))
    texts = (wish.title.strip(), wish.abstract, wish.idea_id, wish.consortium_name.strip())
    await inside.do(QUERIES.change_application, application_id, *texts)
    await note(inside, viewer.actor_id, at, (KIND, application_id), "EDIT", row.status, row.status)
    rows = await inside.rows(ApplicationPartnerUnder, QUERIES.partners_of_application, [application_id])
    return {each.organisation_id: each for each in rows}


async def _put_partners(
    inside: Database,
    at: datetime,
    application_id: str,
    wish: ApplicationWish,
    known: Mapping[str, ActorRow],
    before: Mapping[str, ApplicationPartnerUnder],
) -> None:
    """The partners as they are wished; who is new or has another role or sum is asked, and told so."""
    await inside.do(QUERIES.drop_partners, application_id, [each for each, _, _ in wish.partners])
    for place, (organisation, role, requested) in enumerate(wish.partners):
        old = before.get(organisation)
        status, answered = PartnershipStatus.INVITED.value, None
        if role == "COORDINATOR":
            status, answered = PartnershipStatus.CONFIRMED.value, at
        elif old is not None and (old.role, old.requested) == (role, requested):
            status, answered = old.status, old.answered_at
        columns = (role, known[organisation].sector, requested, status, answered)
        await inside.do(QUERIES.put_partner, application_id, organisation, place, *columns)
        if status == PartnershipStatus.INVITED.value and (
            old is None or old.answered_at is not None or old.role != role
        ):
            asked = await administrators_of(inside, [organisation])
            said = {"applicationId": application_id, "organisationId": organisation}
            await tell(inside, at, "grant.partner_invited", (KIND, application_id), asked, said)


def faults_of_version(row: LockedApplicationRow, expected: int | None) -> list[Fault]:
    if row.version == expected:
        return []
    message = "The application is at version {version}, not {expected}: read it again and repeat the change."
    places = {"version": row.version, "expected": expected}
    return [Fault(FaultCode.CONFLICT_VERSION, message, ("expectedVersion",), places)]


async def lock_seen(
    inside: Database, viewer: Viewer, at: datetime, application_id: str, path: str = "id"
) -> tuple[LockedCallRow, LockedApplicationRow]:
    """The call, then the application; refused with NOT_FOUND where the caller sees none."""
    call_id = await inside.row(str, QUERIES.call_of_application, application_id)
    if call_id is None:
        raise RefusedError([not_found("application", path)])
    call = await lock_call(inside, QUERIES.share_call, call_id, at, path)
    row = await inside.row(LockedApplicationRow, QUERIES.lock_application, application_id, *viewer)
    if row is None or not row.is_visible:
        raise RefusedError([not_found("application", path)])
    return call, row


async def lock_own(inside: Database, viewer: Viewer, application_id: str) -> LockedApplicationRow:
    """An application of an organisation that coordinates it and that the caller acts for."""
    row = await inside.row(LockedApplicationRow, QUERIES.lock_application, application_id, *viewer)
    if row is None or not row.is_visible:
        raise RefusedError([not_found("application")])
    if not row.is_coordinator:
        raise RefusedError([Fault(FaultCode.FORBIDDEN, "Only who acts for the coordinator does this.")])
    return row


async def partners_of(inside: Database, application_id: str) -> list[Partner]:
    """The consortium as the rules see it."""
    rows = await inside.rows(ApplicationPartnerUnder, QUERIES.partners_of_application, [application_id])
    return [Partner(row.organisation_id, row.role, row.sector, row.requested, row.status) for row in rows]


async def tell_of_grant(
    inside: Database, by: str | None, at: datetime, what: str, application_id: str, **payload: object
) -> None:
    """Tells the administrators of all partners that have not declined, but not who did it."""
    actors = [each for each in await inside.rows(str, QUERIES.actors_of_application, application_id) if each != by]
    said = {"applicationId": application_id, **payload}
    await tell(inside, at, f"grant.{what}", (KIND, application_id), actors, said)


@transacted
async def answer_partnership(
    inside: Database, viewer: Viewer, at: datetime, application_id: str, organisation: str, confirm: bool
) -> str:
    """A partner confirms, or leaves; the same answer again changes nothing."""
    acts = organisation in await organisations_of(inside, viewer.actor_id or "")
    row = await inside.row(LockedApplicationRow, QUERIES.lock_application, application_id, *viewer)
    partner = next(
        (each for each in await partners_of(inside, application_id) if each.organisation_id == organisation), None
    )
    # Who has declined sees the application no more, and may say so again.
    if row is None or partner is None or not (row.is_visible or acts):
        raise RefusedError([not_found("application", "applicationId")])
    to = PartnershipStatus.CONFIRMED if confirm else PartnershipStatus.DECLINED
    if acts and partner.status == to.value:
        return application_id
    refuse(rules.faults_of_answer(ApplicationStatus(row.status), partner, confirm=confirm, acts=acts))
    await inside.do(QUERIES.answer_partner, application_id, organisation, to.value, at)
    states = (f"{organisation} {partner.status}", f"{organisation} {to.value}")
    await note(inside, viewer.actor_id, at, (KIND, application_id), "ANSWER", *states)
    coordinator = [
        each.organisation_id for each in await partners_of(inside, application_id) if each.role == "COORDINATOR"
    ]
    asked = [each for each in await administrators_of(inside, coordinator) if each != viewer.actor_id]
    said = {"applicationId": application_id, "organisationId": organisation, "to": to.value}
    await tell(inside, at, "grant.partner_answered", (KIND, application_id), asked, said)
    return application_id


async def submit_application(
    database: Database, viewer: Viewer, at: datetime, application_id: str, expected: int, acr: str | None
) -> Changed:
    """The expression of interest, and after an invitation the application."""
    faults = faults_of_assurance(acr)
    return Changed(None, faults) if faults else await _submit(database, viewer, at, application_id, expected)


@transacted
async def _submit(inside: Database, viewer: Viewer, at: datetime, application_id: str, expected: int) -> str:
    call, row = await lock_seen(inside, viewer, at, application_id)
    status = ApplicationStatus(row.status)
    partners = await partners_of(inside, application_id)
    is_own = row.is_coordinator
    faults = rules.faults_of_submission(seen(call), status, partners, is_coordinator=is_own, moment=at)
    if not any(fault.code in (FaultCode.FORBIDDEN, FaultCode.WRONG_STATE) for fault in faults):
        faults = faults_of_version(row, expected) or faults
    if not row.abstract.strip():
        faults.append(invalid("abstract", "must not be empty"))
    refuse(faults)
    to = (
        ApplicationStatus.EOI_SUBMITTED
        if status is ApplicationStatus.DRAFT
        else ApplicationStatus.APPLICATION_SUBMITTED
    )
    await inside.do(QUERIES.set_application_status, application_id, to.value, at)
    await inside.do(QUERIES.write_step, application_id, to.value, at, None)
    await note(inside, viewer.actor_id, at, (KIND, application_id), "SUBMIT", status.value, to.value)
    said = {"from": status.value, "to": to.value}
    await tell_of_grant(inside, viewer.actor_id, at, "submitted", application_id, **said)
    return application_id


@transacted
async def withdraw_application(inside: Database, viewer: Viewer, at: datetime, application_id: str) -> str:
    """The coordinator takes it back; what is withdrawn stays so."""
    _, row = await lock_seen(inside, viewer, at, application_id)
    status = ApplicationStatus(row.status)
    if status is ApplicationStatus.WITHDRAWN and row.is_coordinator:
        return application_id
    came = rules.APPLICATION.target("WITHDRAW", status, rules.COORDINATOR if row.is_coordinator else ())
    if isinstance(came, Fault):
        raise RefusedError([came])
    await inside.do(QUERIES.set_application_status, application_id, came.value, None)
    await inside.do(QUERIES.write_step, application_id, came.value, at, None)
    await note(inside, viewer.actor_id, at, (KIND, application_id), "WITHDRAW", status.value, came.value)
    await tell_of_grant(inside, viewer.actor_id, at, "withdrawn", application_id, **{"from": status.value})
    return application_id
