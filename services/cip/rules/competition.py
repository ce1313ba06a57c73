"""The life cycles of a round and of an entry, and the guards of the competition's verbs (domain_slice2 2.6). Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_DOWN, Decimal
from enum import Enum

import strawberry

from services.cip.rules.vocabulary import EntryStatus, RoundPhase
from services.kit.changing import Fault, FaultCode
from services.kit.clock import BERLIN
from services.kit.faults import (
    LONGEST_SUMMARY,
    LONGEST_TITLE,
    faults_of_list,
    faults_of_localized,
    faults_of_url,
    invalid,
    wrong_state,
)
from services.kit.transitions import LifeCycle, deeds, transitions

LONGEST_NOTE = 2_000
MOST_AWARDS = 1_000
MOST_MONEY = Decimal("9999999999.99")
FEWEST_SECTORS = 2
ORDER = tuple(phase for phase in RoundPhase if phase is not RoundPhase.CANCELLED)
CENT = Decimal("0.01")
SHARES = (Decimal("0.4"), Decimal("0.3"))
"""Of the first two tranches; the third is the rest."""
CONDITIONS: Sequence[Mapping[str, str]] = (
    {"de": "Annahme des Preises und Arbeitsplan", "en": "Acceptance of the prize and work plan"},
    {"de": "Zwischenpräsentation des Prototyps", "en": "Interim presentation of the prototype"},
    {"de": "Abschlussbericht mit offenen Ergebnissen", "en": "Final report with open results"},
)


class Role(Enum):
    """What somebody is to a round or an entry."""

    TEAM = "TEAM"  # owners and co-authors
    STAFF = "STAFF"
    TIME = "TIME"  # background work


@strawberry.enum(description="What can be done with a round of the competition.")
class RoundAction(Enum):
    EDIT = "EDIT"
    OPEN = "OPEN"
    SCREEN = "SCREEN"
    PITCH = "PITCH"
    DELIBERATE = "DELIBERATE"
    AWARD = "AWARD"
    SUPPORT = "SUPPORT"
    COMPLETE = "COMPLETE"
    CANCEL = "CANCEL"


@strawberry.enum(description="What can be done with an entry of the competition.")
class EntryAction(Enum):
    WITHDRAW = "WITHDRAW"
    ADMIT = "ADMIT"
    REJECT = "REJECT"
    INVITE = "INVITE"
    NOT_SELECT = "NOT_SELECT"
    AWARD = "AWARD"


STAFF, TEAM = frozenset({Role.STAFF}), frozenset({Role.TEAM})
STAFF_OR_TIME = frozenset({Role.STAFF, Role.TIME})
BEFORE_AWARDED = frozenset(ORDER[: ORDER.index(RoundPhase.AWARDED)])
ROUND: LifeCycle[RoundPhase, Role] = LifeCycle(
    "round",
    transitions(
        ("OPEN", {RoundPhase.ANNOUNCED}, RoundPhase.SUBMISSION, STAFF_OR_TIME),
        ("SCREEN", {RoundPhase.SUBMISSION}, RoundPhase.SCREENING, STAFF_OR_TIME),
        ("PITCH", {RoundPhase.SCREENING}, RoundPhase.PITCH, STAFF),
        ("DELIBERATE", {RoundPhase.PITCH}, RoundPhase.JURY_DELIBERATION, STAFF),
        ("AWARD", {RoundPhase.JURY_DELIBERATION}, RoundPhase.AWARDED, STAFF),
        ("SUPPORT", {RoundPhase.AWARDED}, RoundPhase.SUPPORT, STAFF),
        ("COMPLETE", {RoundPhase.SUPPORT}, RoundPhase.COMPLETED, STAFF),
        ("CANCEL", BEFORE_AWARDED, RoundPhase.CANCELLED, STAFF),
    ),
    deeds(("EDIT", BEFORE_AWARDED, STAFF)),
)
ENTRY = LifeCycle(
    "entry",
    transitions(
        ("ADMIT", {EntryStatus.SUBMITTED}, EntryStatus.ELIGIBLE, STAFF),
        ("REJECT", {EntryStatus.SUBMITTED}, EntryStatus.FORMALLY_REJECTED, STAFF),
        ("INVITE", {EntryStatus.ELIGIBLE}, EntryStatus.INVITED_TO_PITCH, STAFF),
        ("NOT_SELECT", {EntryStatus.ELIGIBLE, EntryStatus.INVITED_TO_PITCH}, EntryStatus.NOT_SELECTED, STAFF),
        ("AWARD", {EntryStatus.INVITED_TO_PITCH}, EntryStatus.AWARDED, STAFF),
        ("WITHDRAW", {EntryStatus.SUBMITTED}, EntryStatus.WITHDRAWN, TEAM),
    ),
)
DECIDED_IN = {
    "ADMIT": frozenset({RoundPhase.SCREENING}),
    "REJECT": frozenset({RoundPhase.SCREENING}),
    "INVITE": frozenset({RoundPhase.SCREENING, RoundPhase.PITCH}),
    "NOT_SELECT": frozenset({RoundPhase.SCREENING, RoundPhase.PITCH, RoundPhase.JURY_DELIBERATION}),
}
"""In which phases of its round an entry is decided so; the prize has a verb of its own."""
WITH_A_REASON = frozenset({"REJECT", "NOT_SELECT"})
IN_BETWEEN = (EntryStatus.SUBMITTED, EntryStatus.ELIGIBLE, EntryStatus.INVITED_TO_PITCH)
ENTERED_FROM = frozenset({"PUBLISHED", "IN_IMPLEMENTATION"})
"""States of an idea that can be entered."""
EDITORS = frozenset({"OWNER", "CO_AUTHOR"})


@dataclass(frozen=True, slots=True)
class RoundNow:
    """A round at a moment, as the guards see it. ``stored``: what a person decided about the offer."""

    phase: RoundPhase
    stored: str
    programme_status: str
    apply_until: datetime | None


@dataclass(frozen=True, slots=True)
class RoundText:
    """What the staff writes about a round (CompetitionRoundInput)."""

    title: Mapping[str, str]
    summary: Mapping[str, str]
    topic_slugs: tuple[str, ...]
    audiences: tuple[str, ...]
    url: str | None
    max_awards: int
    max_prize: Decimal
    timeline: tuple[tuple[RoundPhase, date], ...]
    submission_until: datetime


def faults_of_round(text: RoundText) -> list[Fault]:
    """What is wrong with a round in itself."""
    found = faults_of_localized("title", text.title, LONGEST_TITLE)
    found += faults_of_localized("summary", text.summary, LONGEST_SUMMARY)
    found += faults_of_list("topicSlugs", text.topic_slugs) + faults_of_list("audiences", text.audiences, least=1)
    found += faults_of_url("url", text.url)
    if not 1 <= text.max_awards <= MOST_AWARDS:
        found.append(invalid("maxAwards", "is from 1 to {most}", most=MOST_AWARDS))
    found += faults_of_money("maxPrize", text.max_prize)
    return found + faults_of_timeline(text)


def faults_of_money(path: str, amount: Decimal) -> list[Fault]:
    """More than nothing, in whole cents."""
    if not amount.is_finite() or not 0 < amount <= MOST_MONEY or amount != amount.quantize(CENT):
        return [invalid(path, "is an amount in EUR above 0, with two decimals at most")]
    return []


def faults_of_timeline(text: RoundText) -> list[Fault]:
    """Each phase once and in its order; submission ends on or after its first day, before the screening."""
    days = dict(text.timeline)
    if len(days) != len(text.timeline) or RoundPhase.CANCELLED in days:
        return [invalid("timeline", "names each phase once, and never the cancellation")]
    if RoundPhase.SUBMISSION not in days:
        return [invalid("timeline", "needs the first day of the submission")]
    in_order = [days[phase] for phase in ORDER if phase in days]
    if in_order != sorted(in_order):
        return [invalid("timeline", "has a phase that begins before the one before it")]
    last = text.submission_until.astimezone(BERLIN).date()
    screening = days.get(RoundPhase.SCREENING)
    if last < days[RoundPhase.SUBMISSION] or (screening is not None and screening < last):
        return [invalid("submissionUntil", "must lie between the first days of submission and screening")]
    return []


def faults_of_advance(now: RoundNow, to: RoundPhase, moment: datetime, undecided: int) -> list[Fault]:
    """Why a round does not go on to a phase now; going where it is already is no fault."""
    action = next((each.action for each in ROUND.transitions if each.target is to), "")
    if not action:
        return [invalid("to", "cannot be {value}", value=to)]
    came = ROUND.target(action, now.phase, STAFF)
    if isinstance(came, Fault):
        return [came]
    if to is RoundPhase.SCREENING and now.apply_until is not None and moment <= now.apply_until:
        return [wrong_state("Entries are taken until {until}; screening begins after that.", until=now.apply_until)]
    if to is RoundPhase.AWARDED and undecided:
        return [wrong_state("{number} entries are not decided yet.", number=undecided)]
    return []


def faults_of_programme(status: str) -> list[Fault]:
    """Why nothing new begins in the programme, by the state that is shown; what is there is brought to its end."""
    return (
        [Fault(FaultCode.PROGRAMME_ENDED, "The programme has ended; it stays readable.")] if status == "ENDED" else []
    )


def faults_of_entering(now: RoundNow, moment: datetime) -> list[Fault]:
    """Why the round takes no entry at the moment."""
    ended = faults_of_programme(now.programme_status)
    if ended:
        return ended
    if now.apply_until is not None and now.apply_until < moment:
        return [Fault(FaultCode.DEADLINE_PASSED, "Entries were taken until {until}.", (), {"until": now.apply_until})]
    if now.phase is not RoundPhase.SUBMISSION or "PAUSED" in (now.stored, now.programme_status):
        return [wrong_state("This round takes no entries now; its phase is {phase}.", phase=now.phase)]
    return []


def may_withdraw(now: RoundNow, status: EntryStatus, *, is_editor: bool, moment: datetime) -> bool:
    """Whether ``withdrawCompetitionEntry`` would be done."""
    return not faults_of_withdrawal(now, status, is_editor=is_editor, moment=moment)


def faults_of_withdrawal(now: RoundNow, status: EntryStatus, *, is_editor: bool, moment: datetime) -> list[Fault]:
    """Until the deadline, by owners and co-authors."""
    came = ENTRY.target("WITHDRAW", status, TEAM if is_editor else ())
    if isinstance(came, Fault):
        return [came]
    if now.apply_until is not None and now.apply_until < moment:
        return [
            Fault(
                FaultCode.DEADLINE_PASSED, "Entries could be withdrawn until {until}.", (), {"until": now.apply_until}
            )
        ]
    return []


def faults_of_decision(
    now: RoundNow, status: EntryStatus, to: EntryStatus, note: str | None, pitch_at: datetime | None, moment: datetime
) -> list[Fault]:
    """Why the staff cannot decide so now."""
    action = next((each.action for each in ENTRY.transitions if each.target is to), "")
    if action not in DECIDED_IN:
        if action == "AWARD":
            return [invalid("to", "cannot be {value}; a prize is given in a step of its own", value=to)]
        return [invalid("to", "cannot be {value}", value=to)]
    came = ENTRY.target(action, status, STAFF)
    if isinstance(came, Fault):
        return [came]
    if now.phase not in DECIDED_IN[action]:
        phases = frozenset(DECIDED_IN[action])
        return [wrong_state("The round is in {phase}; this is decided in {phases}.", phase=now.phase, phases=phases)]
    return faults_of_note(action, note) + faults_of_pitch(action, pitch_at, moment)


def faults_of_note(action: str, note: str | None) -> list[Fault]:
    if action in WITH_A_REASON and not (note or "").strip():
        return [invalid("note", "says why: its team reads it")]
    return [invalid("note", "may have {most} characters", most=LONGEST_NOTE)] if len(note or "") > LONGEST_NOTE else []


def faults_of_pitch(action: str, pitch_at: datetime | None, moment: datetime) -> list[Fault]:
    if action != "INVITE":
        return [] if pitch_at is None else [invalid("pitchAt", "is for an invitation only")]
    if pitch_at is None or pitch_at <= moment:
        return [invalid("pitchAt", "says when the pitch is, in the future")]
    return []


def actions_of_round(now: RoundNow, moment: datetime, undecided: int, *, is_staff: bool) -> list[RoundAction]:
    """What the viewer may do with a round now: what its table, its deadline and open decisions allow."""
    refused = {each.action for each in ROUND.transitions if faults_of_advance(now, each.target, moment, undecided)}
    found = ROUND.actions(now.phase, STAFF if is_staff else ())
    return [RoundAction(action) for action in found if action not in refused]


def actions_of_entry(
    now: RoundNow, status: EntryStatus, *, is_editor: bool, is_staff: bool, moment: datetime
) -> list[EntryAction]:
    """What the viewer may do with an entry in this phase of its round."""
    roles = (TEAM if is_editor else frozenset()) | (STAFF if is_staff else frozenset())
    fitting = {action for action, phases in DECIDED_IN.items() if now.phase in phases}
    if now.phase is RoundPhase.JURY_DELIBERATION:
        fitting.add("AWARD")
    if may_withdraw(now, status, is_editor=is_editor, moment=moment):
        fitting.add("WITHDRAW")
    return [EntryAction(action) for action in ENTRY.actions(status, roles) if action in fitting]


@dataclass(frozen=True, slots=True)
class AwardNow:
    """What the guards of a prize see: the round's most awards, how many there are, the highest prize."""

    phase: RoundPhase
    status: EntryStatus
    max_awards: int
    given: int
    max_prize: Decimal


def faults_of_award(now: AwardNow, prize: Decimal) -> list[Fault]:
    """Why the prize cannot be given."""
    found = faults_of_money("prize", prize)
    if found:
        return found
    came = ENTRY.target("AWARD", now.status, STAFF)
    if isinstance(came, Fault):
        return [came]
    if now.phase is not RoundPhase.JURY_DELIBERATION:
        return [wrong_state("The round is in {phase}; prizes are given while the jury deliberates.", phase=now.phase)]
    if prize > now.max_prize:
        return [invalid("prize", "is at most {most} EUR in this round", most=now.max_prize)]
    if now.given >= now.max_awards:
        message = "This round has {most} prizes, and all are given."
        return [Fault(FaultCode.CAPACITY_FULL, message, (), {"most": now.max_awards})]
    return []


def tranches_of(prize: Decimal) -> tuple[Decimal, ...]:
    """Three parts that sum to the prize, in whole cents.

    >>> [str(part) for part in tranches_of(Decimal("100.01"))]
    ['40.00', '30.00', '30.01']
    """
    first, second = ((prize * share).quantize(CENT, ROUND_DOWN) for share in SHARES)
    return first, second, prize - first - second
