"""Who came to the Datensprechstunde, and who takes the learning packages of the Civic Data Academy."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta

from demo import chance
from demo.nouns.hubs import Member, Membership
from demo.nouns.offers import Appointment, Enrolment, Module, Slot
from demo.nouns.words import TODAY, moment, numbered
from demo.texts import read

OUTCOMES = ("TRAINING", "NETWORKING", "SKETCH", "IMPLEMENTATION_ELSEWHERE", "NONE")
WEIGHTS = (4, 3, 1, 1, 1)
ENROLMENTS = 60
STATES = {"COMPLETED": 22, "IN_PROGRESS": 20, "ENROLLED": 12, "CANCELLED": 6}
MOST_FUTURE = 2
JONAS, HIS_ORGANISATION = "member_0002", "org_0007"
"""The persona that has something of everything."""


def build_appointments(
    slots: Sequence[Slot], members: Sequence[Member], memberships: Sequence[Membership]
) -> tuple[Appointment, ...]:
    """One for each slot that is taken; about half of the people come for an organisation that they act for."""
    active = [one.id for one in members if one.state == "ACTIVE"]
    mandates = [(one.member, one.organisation) for one in memberships if one.role == "ADMIN" and one.verified]
    mandates = [each for each in mandates if each[0] in set(active)]
    before = Counter[str]()
    made: list[Appointment] = []
    for place, slot in enumerate(one for one in slots if one.status == "BOOKED"):
        is_over = slot.starts < moment(TODAY)
        member, organisation = visitor(active, mandates, place)
        if not is_over and not before.total():
            member, organisation = JONAS, HIS_ORGANISATION
        if not is_over and before[member] >= MOST_FUTURE:
            member, organisation = active[-1 - place], None
        before[member] += not is_over
        made.append(
            Appointment(
                numbered("session", place + 1),
                slot.id,
                member,
                organisation,
                chance.pick(read("offers/civic_data_lab")["concerns"], "concern", place),
                "HELD" if is_over else "CONFIRMED",
                chance.weighted(OUTCOMES, WEIGHTS, "outcome", place) if is_over else None,
                min(slot.starts, moment(TODAY)) - timedelta(days=chance.between(2, 20, "booked", place)),
            )
        )
    return tuple(made)


def visitor(active: Sequence[str], mandates: Sequence[tuple[str, str]], place: int) -> tuple[str, str | None]:
    """A member, and perhaps the organisation that it comes for."""
    if chance.holds(0.5, "for an organisation", place):
        return chance.pick(mandates, "mandate", place)
    return chance.pick(active, "visitor", place), None


def build_enrolments(modules: Sequence[Module], members: Sequence[Member]) -> tuple[Enrolment, ...]:
    """Each of another person; packages that are open."""
    open_ones = [one.offer.id for one in modules if one.offer.status == "OPEN"]
    learners = chance.sample([one.id for one in members if one.state == "ACTIVE"], ENROLMENTS, "learners")
    states = chance.spread(STATES, "enrolments")
    learners[states.index("IN_PROGRESS")] = JONAS
    return tuple(
        enrolment(number, state, learner, chance.pick(open_ones, "module", number))
        for number, (state, learner) in enumerate(zip(states, learners, strict=True), start=1)
    )


def enrolment(number: int, state: str, learner: str, module: str) -> Enrolment:
    begun = chance.day(date(2024, 9, 2), TODAY - timedelta(days=40), "enrolled", number)
    percent = {"COMPLETED": 100, "ENROLLED": 0}.get(state, chance.between(10, 90, "percent", number))
    done = moment(begun + timedelta(days=chance.between(3, 39, "completed", number)), 18)
    return Enrolment(
        numbered("enrolment", number),
        module,
        learner,
        state,
        percent,
        moment(begun, 17),
        done if state == "COMPLETED" else None,
    )
