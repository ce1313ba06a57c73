"""How much there is of what, and how it is distributed."""

from __future__ import annotations

from collections import Counter

from demo.nouns.words import TODAY, moment
from demo.world import World, offers_of, projects_of
from tools.run.settings import DEMO_DAY


def test_hubs(world: World) -> None:
    hubs = world.hubs
    assert Counter(one.level for one in hubs.regions) == {"COUNTRY": 1, "STATE": 16, "DISTRICT": 60, "MUNICIPALITY": 40}
    assert Counter(one.parent is None for one in hubs.topics) == {True: 12, False: 52}
    assert len(hubs.skills) == 90
    assert {one.slug: one.status for one in hubs.programmes} == {
        "civic-innovation-platform": "ACTIVE",
        "ki-ideenwerkstatt": "ACTIVE",
        "civic-data-lab": "ACTIVE",
        "civic-coding": "ACTIVE",
    }


def test_members_and_organisations(world: World) -> None:
    hubs = world.hubs
    assert Counter(one.state for one in hubs.members) == {"ACTIVE": 520, "UNCLAIMED": 85, "GHOST": 35}
    shares = {sector: count / 640 for sector, count in Counter(one.sector for one in hubs.members).items()}
    assert abs(shares["CIVIL_SOCIETY"] - 0.38) < 0.01
    assert abs(shares["SCIENCE"] - 0.16) < 0.01
    assert abs(shares["BUSINESS"] + shares["STARTUP"] - 0.17) < 0.01
    forms = Counter(one.legal_form for one in hubs.organisations)
    assert len(hubs.organisations) == 170
    assert abs(forms["e. V."] / 170 - 0.55) < 0.04
    assert abs(forms["gGmbH"] / 170 - 0.15) < 0.03


def test_the_former_community(world: World) -> None:
    legacy = world.hubs.legacy
    claimed = {one.cip_number for one in world.hubs.members if one.state == "ACTIVE" and one.cip_number}
    pending = {one.cip_number for one in world.hubs.members if one.state == "UNCLAIMED"}
    assert (len(legacy), len(claimed), len(pending)) == (300, 205, 85)
    assert {one.cip_number for one in legacy if one.member} == claimed


def test_ideas(world: World) -> None:
    ideas = world.market.ideas
    assert Counter(one.status for one in ideas) == {
        "PUBLISHED": 280,
        "IN_IMPLEMENTATION": 60,
        "COMPLETED": 35,
        "PAUSED": 20,
        "DRAFT": 35,
        "IN_REVIEW": 12,
        "WITHDRAWN": 8,
        "HIDDEN_BY_MODERATION": 4,
        "ARCHIVED": 6,
    }
    maturity = Counter(one.maturity for one in ideas)
    assert [maturity[step] for step in ("IDEA", "CONCEPT", "PROTOTYPE", "PILOT", "IN_USE")] == [207, 124, 74, 37, 18]
    assert Counter(one.text.language for one in ideas) == {"DE": 414, "EN": 46}
    assert len({one.text.title for one in ideas}) == len({one.slug for one in ideas}) == 460
    assert 1_200 <= sum(len(one.versions) for one in ideas) <= 1_400


def test_profiles(world: World) -> None:
    profiles = world.market.profiles
    status = Counter(one.status for one in profiles)
    assert len(profiles) == 410
    assert [round(status[name] / 410, 2) for name in ("PUBLISHED", "PAUSED", "DRAFT", "HIDDEN_BY_MODERATION")] == [
        0.78,
        0.1,
        0.09,
        0.03,
    ]
    assert 0.08 < Counter(one.language for one in profiles)["EN"] / 410 < 0.16


def test_offers(world: World) -> None:
    market = world.market
    own = [one.offer for group in (market.counselling, market.events, market.accelerators) for one in group]
    offers = [*own, *offers_of(world.cip, world.ideenwerkstatt, world.civic_data_lab)]
    assert Counter(one.programme for one in offers) == {
        "civic-innovation-platform": 11,
        "ki-ideenwerkstatt": 34,
        "civic-data-lab": 31,
        "civic-coding": 20,
    }
    open_ones = [one for one in offers if one.status == "OPEN"]
    assert len(open_ones) == 44
    assert all(one.summary.en and one.summary.simple for one in open_ones)


def test_competition(world: World) -> None:
    entries = world.cip.entries
    assert Counter(one.round for one in entries) == {"round_0001": 105, "round_0002": 95, "round_0003": 140}
    awards = [(one.round, one.award) for one in entries if one.award]
    assert Counter(name for name, _ in awards) == {"round_0001": 25, "round_0002": 12, "round_0003": 27}
    for _, award in awards:
        assert 8_000 <= award.prize <= 20_000
        assert sum(one.amount for one in award.tranches) == award.prize
    assert sum(one.status == "FORFEITED" for _, award in awards for one in award.tranches) == 6


def test_projects(world: World) -> None:
    kinds = Counter(one.type_name for one in projects_of(world.cip, world.ideenwerkstatt, world.civic_data_lab))
    assert kinds == {"FundedProject": 22, "PilotProject": 5, "DataProject": 48}
    for funded in world.cip.projects:
        assert 180_000 <= sum(one.funding for one in funded.partners) <= 500_000
        assert 3 <= len(funded.partners) <= 6
        assert len({one.sector for one in funded.partners}) >= 2
    house = world.ideenwerkstatt
    assert (len(house.prototypes), len(house.demonstrators), len(house.assessments)) == (26, 8, 24)


def test_workshops_and_slots(world: World) -> None:
    house = world.ideenwerkstatt
    registrations = Counter(r.status for one in house.workshops for r in one.registrations)
    assert len(house.workshops) == 24
    assert sum(registrations.values()) == 900
    assert registrations["WAITLISTED"] > 0
    over = [one for one in house.workshops if one.starts < moment(TODAY)]
    came = Counter(r.status for one in over for r in one.registrations)
    assert 0.06 < came["NO_SHOW"] / sum(came.values()) < 0.12
    assert "CONFIRMED" not in came
    coming = {r.status for one in house.workshops if one not in over for r in one.registrations}
    assert coming <= {"CONFIRMED", "WAITLISTED", "CANCELLED"}, "nobody has been where nothing has been yet"
    for slots in (house.slots, world.civic_data_lab.slots):
        assert all((one.status == "FREE") <= (one.starts > moment(TODAY)) for one in slots)
        assert [one for one in slots if one.status == "FREE"], "in both Sprechstunden there are free hours"
    assert len(house.slots) + len(world.civic_data_lab.slots) >= 200


def test_data_sets(world: World) -> None:
    lab = world.civic_data_lab
    formats = Counter(one.format for dataset in lab.datasets for one in dataset.distributions)
    assert (len(lab.datasets), sum(formats.values()), len(lab.usages)) == (130, 310, 160)
    assert {name: round(count / 310, 2) for name, count in formats.items()} == {
        "CSV": 0.45,
        "JSON": 0.2,
        "GeoJSON": 0.15,
        "XLSX": 0.12,
        "API": 0.08,
    }
    access = Counter(one.access for one in lab.datasets)
    assert access == {"PUBLIC": 104, "RESTRICTED": 16, "NON_PUBLIC": 10}
    assert sum(one.project_type != "DataProject" for one in lab.usages) == 56


def test_attention_follows_a_power_law(world: World) -> None:
    followers = Counter(one.subject for one in world.market.follows if one.subject.startswith("idea_"))
    ranked = [count for _, count in followers.most_common()]
    assert ranked[0] == 120
    assert sum(ranked[:100]) > sum(ranked[100:])


def test_all_three_anchor_projects_run_on_the_day_of_the_demo(world: World) -> None:
    assert TODAY.isoformat() == DEMO_DAY
    for one in world.hubs.programmes:
        assert one.runs_from <= TODAY <= (one.runs_until or TODAY)


def test_nothing_has_happened_after_today(world: World) -> None:
    """Offers lie in the future; what people did does not."""
    end = moment(TODAY, 23, 59)
    for idea in world.market.ideas:
        assert idea.created <= (idea.published or idea.created) <= idea.updated <= end
        assert [one.created for one in idea.versions] == sorted(one.created for one in idea.versions)
        assert all(idea.created <= one.joined <= end for one in idea.team)
    assert all(one.changed <= end for one in world.market.consents)
    assert all(one.updated <= end for one in world.market.profiles)
    for attention in (world.market.follows, world.market.support, world.market.bookmarks):
        assert all(one.since <= end for one in attention)
    assert all(r.registered <= end for one in world.ideenwerkstatt.workshops for r in one.registrations)
    assert all(one.assessed <= TODAY for one in world.ideenwerkstatt.assessments)
    assert all(one.since <= TODAY for one in world.hubs.members)
    assert all(at <= end for project in world.civic_data_lab.projects for _, at, _ in project.stages)
    assert all(one.modified <= end for one in world.civic_data_lab.datasets)


def test_the_steps_of_a_data_project_are_in_order(world: World) -> None:
    for project in world.civic_data_lab.projects:
        days = [at for _, at, _ in project.stages]
        assert days == sorted(set(days))
