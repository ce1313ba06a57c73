"""The whole world, built in one order: places, people, ideas, offers, projects, data, attention."""

from __future__ import annotations

from dataclasses import dataclass

from demo.nouns.contact import Contact
from demo.nouns.hubs import LegacyMember, Member, Membership, Organisation, Region, Skill, Topic
from demo.nouns.market import Attention, Consent, Idea, Profile
from demo.nouns.offers import (
    Accelerator,
    Appointment,
    Booking,
    Compute,
    Counselling,
    DataCall,
    Enrolment,
    Event,
    Format,
    FundingCall,
    GrantApplication,
    Module,
    Offer,
    PilotApplication,
    PilotCall,
    Programme,
    Round,
    Slot,
    Tool,
    Workshop,
    offers_in,
)
from demo.nouns.projects import (
    Assessment,
    DataProject,
    Dataset,
    Demonstrator,
    Entry,
    Expert,
    FundedProject,
    PilotProject,
    Project,
    Prototype,
    Usage,
)
from demo.nouns.rights import Rights
from demo.nouns.together import Together
from demo.steps import (
    attention,
    cip_offers,
    competition,
    contact,
    data_projects,
    datasets,
    funding,
    lab_offers,
    lab_people,
    market_offers,
    pilots,
    places,
    profiles,
    rights,
    together,
    usages,
    workshop_offers,
    workshop_people,
)
from demo.steps import organisations as organisation_list
from demo.steps import people as member_list
from demo.steps.careers import Career, build_careers
from demo.steps.drafts import build_drafts
from demo.steps.ideas import Start, build_ideas
from demo.steps.offers import build_programmes
from demo.steps.teams import people_of


@dataclass(frozen=True, slots=True)
class Hubs:
    regions: tuple[Region, ...]
    topics: tuple[Topic, ...]
    skills: tuple[Skill, ...]
    programmes: tuple[Programme, ...]
    members: tuple[Member, ...]
    legacy: tuple[LegacyMember, ...]
    organisations: tuple[Organisation, ...]
    memberships: tuple[Membership, ...]


@dataclass(frozen=True, slots=True)
class Market:
    ideas: tuple[Idea, ...]
    profiles: tuple[Profile, ...]
    consents: tuple[Consent, ...]
    counselling: tuple[Counselling, ...]
    events: tuple[Event, ...]
    accelerators: tuple[Accelerator, ...]
    follows: tuple[Attention, ...]
    support: tuple[Attention, ...]
    bookmarks: tuple[Attention, ...]
    together: Together
    contact: Contact
    rights: Rights


@dataclass(frozen=True, slots=True)
class Platform:
    """The Civic Innovation Platform."""

    rounds: tuple[Round, ...]
    calls: tuple[FundingCall, ...]
    applications: tuple[GrantApplication, ...]
    entries: tuple[Entry, ...]
    projects: tuple[FundedProject, ...]


@dataclass(frozen=True, slots=True)
class WorkshopHouse:
    """The KI-Ideenwerkstatt."""

    experts: tuple[Expert, ...]
    workshops: tuple[Workshop, ...]
    consultations: tuple[Offer, ...]
    slots: tuple[Slot, ...]
    calls: tuple[PilotCall, ...]
    compute: tuple[Compute, ...]
    projects: tuple[PilotProject, ...]
    prototypes: tuple[Prototype, ...]
    demonstrators: tuple[Demonstrator, ...]
    assessments: tuple[Assessment, ...]
    later_workshops: tuple[Workshop, ...]
    later_calls: tuple[PilotCall, ...]
    bookings: tuple[Booking, ...]
    pilot_applications: tuple[PilotApplication, ...]


@dataclass(frozen=True, slots=True)
class Lab:
    """The Civic Data Lab."""

    consultations: tuple[Offer, ...]
    slots: tuple[Slot, ...]
    calls: tuple[DataCall, ...]
    modules: tuple[Module, ...]
    toolbox: tuple[Tool, ...]
    formats: tuple[Format, ...]
    projects: tuple[DataProject, ...]
    datasets: tuple[Dataset, ...]
    usages: tuple[Usage, ...]
    later_calls: tuple[DataCall, ...]
    appointments: tuple[Appointment, ...]
    enrolments: tuple[Enrolment, ...]


@dataclass(frozen=True, slots=True)
class World:
    hubs: Hubs
    market: Market
    cip: Platform
    ideenwerkstatt: WorkshopHouse
    civic_data_lab: Lab


def build_world() -> World:
    """The same world every time."""
    hubs = build_hubs()
    topics = {one.slug: one for one in hubs.topics}
    drafts = build_drafts(hubs.topics, hubs.regions)
    careers = build_careers(drafts)
    ideas = build_ideas(drafts, starts_of(careers), people_of(hubs.members, hubs.organisations))
    by_id = {one.id: one for one in ideas}
    registry = competition.Registry(hubs.members, hubs.organisations, hubs.legacy)
    entries = competition.build_entries(careers, dict(enumerate(ideas, start=1)), hubs.topics, registry)
    won = tuple(one.idea for one in entries if one.award and one.idea)
    funded = funding.build_funded(entries, by_id, hubs.organisations, topics)
    data = data_projects.build_data_projects(by_id, won, hubs.organisations, hubs.members, topics)
    shelf = datasets.Shelf({one.ars: one for one in hubs.regions}, topics, hubs.organisations, data, funded)
    sets = datasets.build_datasets(shelf)
    cip = Platform(
        cip_offers.build_rounds(), cip_offers.build_calls(), cip_offers.build_applications(), entries, funded
    )
    house = build_house(hubs, ideas, won, funded, data, sets)
    lab = build_lab(hubs, data, sets, usages.build_usages(sets, data, house.projects, funded))
    return World(hubs, build_market(hubs, ideas, cip, house, lab), cip, house, lab)


def build_hubs() -> Hubs:
    regions, topics = places.build_regions(), places.build_topics()
    members = member_list.build_members(regions, topics)
    organisations = organisation_list.build_organisations(regions, topics)
    return Hubs(
        regions,
        topics,
        places.build_skills(),
        build_programmes(),
        members,
        member_list.build_legacy(members),
        organisations,
        organisation_list.build_memberships(organisations, members),
    )


def starts_of(careers: tuple[Career, ...]) -> dict[int, Start]:
    """By number of the idea: its first round, and whether it was ever awarded."""
    starts: dict[int, Start] = {}
    for career in careers:
        if career.draft:
            known = starts.get(career.draft.number, Start(career.round, False))
            first = min(known.first_round or career.round, career.round)
            starts[career.draft.number] = Start(first, known.awarded or career.awarded)
    return starts


def build_house(
    hubs: Hubs,
    ideas: tuple[Idea, ...],
    won: tuple[str, ...],
    funded: tuple[FundedProject, ...],
    data: tuple[DataProject, ...],
    sets: tuple[Dataset, ...],
) -> WorkshopHouse:
    experts = pilots.build_experts(hubs.members)
    ars = {one.nuts: one.ars for one in hubs.regions if one.nuts}
    projects = pilots.build_pilots(ideas, hubs.organisations, experts, ars)
    visitors = [one.id for one in hubs.members if one.state == "ACTIVE"]
    consultations = workshop_offers.build_consultations()
    dataset_of: dict[str, list[str]] = {}
    for one in sets:
        if one.status == "PUBLISHED":
            for slug in one.topics:
                dataset_of.setdefault(slug, []).append(one.id)
    prototypes = pilots.build_prototypes(ideas, projects, won, dataset_of)
    slots = workshop_offers.build_ai_slots(consultations, experts)
    later_calls = workshop_people.build_later_calls()
    return WorkshopHouse(
        experts,
        workshop_offers.build_workshops(hubs.organisations, experts, visitors, ars),
        consultations,
        slots,
        workshop_offers.build_pilot_calls(),
        workshop_offers.build_compute(),
        projects,
        prototypes,
        pilots.build_demonstrators(prototypes),
        pilots.build_assessments(projects, funded, data, experts),
        workshop_people.build_later_workshops(hubs.organisations, experts, visitors, ars),
        later_calls,
        workshop_people.build_bookings(slots, experts, visitors),
        workshop_people.build_applications(later_calls[0], hubs.organisations),
    )


def build_lab(hubs: Hubs, data: tuple[DataProject, ...], sets: tuple[Dataset, ...], used: tuple[Usage, ...]) -> Lab:
    consultations = lab_offers.build_data_consultations()
    slots = lab_offers.build_data_slots(consultations)
    modules = lab_offers.build_modules()
    return Lab(
        consultations,
        slots,
        lab_offers.build_data_calls(),
        modules,
        lab_offers.build_toolbox(),
        lab_offers.build_formats(hubs.organisations),
        data,
        sets,
        used,
        lab_offers.build_later_calls(),
        lab_people.build_appointments(slots, hubs.members, hubs.memberships),
        lab_people.build_enrolments(modules, hubs.members),
    )


def build_market(hubs: Hubs, ideas: tuple[Idea, ...], cip: Platform, house: WorkshopHouse, lab: Lab) -> Market:
    regions = {one.ars: one for one in hubs.regions}
    topics = {one.slug: one for one in hubs.topics}
    shown = profiles.build_profiles(hubs.members, hubs.organisations, regions, topics, hubs.skills)
    active = [one.id for one in hubs.members if one.state == "ACTIVE"]
    counselling, events = market_offers.build_counselling(), market_offers.build_events()
    accelerators = market_offers.build_accelerators(ideas, active)
    own = offers_in(counselling, events, accelerators)
    foreign = offers_of(cip, house, lab)
    done = together.build_together(ideas, active)
    return Market(
        ideas,
        shown,
        profiles.build_consents(hubs.members, hubs.organisations, shown),
        counselling,
        events,
        accelerators,
        attention.build_follows(ideas, [one.id for one in projects_of(cip, house, lab)], active),
        attention.build_support(ideas, active),
        attention.build_bookmarks([*own, *foreign], active),
        done,
        contact.build_contact(ideas, active),
        rights.build_rights(ideas, done.comments),
    )


def offers_of(cip: Platform, house: WorkshopHouse, lab: Lab) -> list[Offer]:
    """The shared part of the three ministries' offers, as the marketplace's first copy has them.

    Of the toolbox, whose type is younger, and of later calls it hears over the feed.
    """
    ended = offers_in(house.workshops, house.calls, house.compute)
    current = offers_in(cip.rounds, cip.calls, lab.calls, lab.modules, lab.formats)
    return [*current, *lab.consultations, *ended, *house.consultations]


def projects_of(cip: Platform, house: WorkshopHouse, lab: Lab) -> list[Project]:
    """The shared part of the three ministries' projects."""
    funded, pilot = [one.project for one in cip.projects], [one.project for one in house.projects]
    return [*funded, *pilot, *(one.project for one in lab.projects)]
