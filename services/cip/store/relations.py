"""What the rows of CIP lead to. Further parameters of a statement are named behind its relation.

``viewer`` is two of them: the actor (null: anonymous), and whether that is staff of the programme.
"""

from __future__ import annotations

from datetime import date, datetime

from services.cip.store.connection import QUERIES
from services.cip.store.grant_rows import (
    ApplicationPartnerUnder,
    ApplicationRow,
    ApplicationUnder,
    LockedApplicationRow,
    LockedCallRow,
    StepUnder,
)
from services.cip.store.locked import LockedRoundRow, NoteRow
from services.cip.store.rows import (
    AwardRow,
    AwardUnder,
    CallRow,
    CallUnder,
    CategoryUnder,
    CountUnder,
    CriterionUnder,
    EntryRow,
    EntryUnder,
    FormerIdeaRow,
    FormerMemberRow,
    FundingUnder,
    MilestoneUnder,
    OfferUnder,
    OwnRow,
    PartnerUnder,
    PhaseDateUnder,
    PitchUnder,
    ProgrammeRow,
    ProjectRow,
    ProjectUnder,
    PublicPageUnder,
    RoundRow,
    TeamLineUnder,
    TopicUnder,
    TrancheUnder,
)
from services.kit.paged import Paged
from services.kit.relation import many, one

NEWEST_FIRST = {"runs_from": date, "id": str}

# The programme
programmes_by_slugs = one(ProgrammeRow, QUERIES.programmes_by_slugs, key="slug")  # moment
pages_of_programme = many(PublicPageUnder, QUERIES.pages_of_programme)
offers_of_programme = Paged(  # moment, statuses; latest deadline first
    many(OfferUnder, QUERIES.offers_of_programme),
    one(CountUnder, QUERIES.offer_count_of_programme, key="parent"),
    {"closes_at": datetime, "id": str},
)
projects_of_programme = Paged(  # statuses
    many(ProjectUnder, QUERIES.projects_of_programme),
    one(CountUnder, QUERIES.project_count_of_programme, key="parent"),
    NEWEST_FIRST,
)
topics_of_entity = many(TopicUnder, QUERIES.topics_of_entity)
category_of_topic = one(CategoryUnder, QUERIES.category_of_topic, key="parent")
categories_with_parents = many(CategoryUnder, QUERIES.categories_with_parents)
open_call = one(CallUnder, QUERIES.open_call, key="parent")  # moment

# The idea competition
rounds_by_ids = one(RoundRow, QUERIES.rounds_by_ids)  # moment
phase_dates_of_round = many(PhaseDateUnder, QUERIES.phase_dates_of_round)
criteria_of_round = many(CriterionUnder, QUERIES.criteria_of_round)
submitted_count_of_round = one(CountUnder, QUERIES.submitted_count_of_round, key="parent")
undecided_count_of_round = one(CountUnder, QUERIES.undecided_count_of_round, key="parent")  # statuses
entries_by_ids = one(EntryRow, QUERIES.entries_by_ids)  # whoever asks: only for awards, which make their entry public
visible_entries_by_ids = one(EntryRow, QUERIES.visible_entries_by_ids)  # viewer
own_entries_by_ids = one(OwnRow, QUERIES.own_entries_by_ids)  # actor
entries_of_round = Paged(  # category, status, viewer
    many(EntryUnder, QUERIES.entries_of_round),
    one(CountUnder, QUERIES.entry_count_of_round, key="parent"),
    {"reference_number": str},
)
entries_of_idea = many(EntryUnder, QUERIES.entries_of_idea)  # viewer
entries_of_organisation = many(EntryUnder, QUERIES.entries_of_organisation)  # viewer
entries_of_member = many(EntryUnder, QUERIES.entries_of_member)  # viewer
entries_of_former_member = many(EntryUnder, QUERIES.entries_of_former_member)  # viewer
team_of_entry = many(TeamLineUnder, QUERIES.team_of_entry)
edited_entries_by_ids = one(OwnRow, QUERIES.edited_entries_by_ids)  # actor
notes_of_entries = one(NoteRow, QUERIES.notes_of_entries)
rounds_seen = one(LockedRoundRow, QUERIES.rounds_seen)  # moment
pitch_of_entry = one(PitchUnder, QUERIES.pitch_of_entry, key="parent")
awards_by_ids = one(AwardRow, QUERIES.awards_by_ids)
award_of_entry = one(AwardRow, QUERIES.award_of_entry, key="entry_id")
awards_of_round = many(AwardRow, QUERIES.awards_of_round, key="round_id")  # how many
awards_of_idea = many(AwardUnder, QUERIES.awards_of_idea)
awards_of_organisation = many(AwardUnder, QUERIES.awards_of_organisation)
awards_of_member = many(AwardUnder, QUERIES.awards_of_member)
awards_of_former_member = many(AwardUnder, QUERIES.awards_of_former_member)
tranches_of_award = many(TrancheUnder, QUERIES.tranches_of_award)

# Funding. An area is a pattern of ``services.kit.regions.area``
calls_by_ids = one(CallRow, QUERIES.calls_by_ids)  # moment
projects_by_ids = one(ProjectRow, QUERIES.projects_by_ids)
projects_of_call = Paged(
    many(ProjectUnder, QUERIES.projects_of_call),
    one(CountUnder, QUERIES.project_count_of_call, key="parent"),
    NEWEST_FIRST,
)
projects_of_topic = many(ProjectUnder, QUERIES.projects_of_topic)  # first
projects_of_area = many(ProjectUnder, QUERIES.projects_of_area)  # first
projects_of_idea = many(ProjectUnder, QUERIES.projects_of_idea)
projects_of_organisation = many(ProjectUnder, QUERIES.projects_of_organisation)  # role
project_of_pilot_project = one(ProjectUnder, QUERIES.project_of_pilot_project, key="parent")
project_of_data_project = one(ProjectUnder, QUERIES.project_of_data_project, key="parent")
partners_of_project = many(PartnerUnder, QUERIES.partners_of_project)
milestones_of_project = many(MilestoneUnder, QUERIES.milestones_of_project)
funding_of_topic = one(FundingUnder, QUERIES.funding_of_topic, key="parent")
funding_of_area = one(FundingUnder, QUERIES.funding_of_area, key="parent")
funding_of_programme = one(FundingUnder, QUERIES.funding_of_programme, key="parent")
funding_of_topic_in = one(FundingUnder, QUERIES.funding_of_topic_in, key="parent")  # first day, last day
funding_of_area_in = one(FundingUnder, QUERIES.funding_of_area_in, key="parent")  # first day, last day
funding_of_programme_in = one(FundingUnder, QUERIES.funding_of_programme_in, key="parent")  # first day, last day
funding_of_organisation = one(FundingUnder, QUERIES.funding_of_organisation, key="parent")  # first day, last day

# Applications
visible_applications_by_ids = one(ApplicationRow, QUERIES.visible_applications_by_ids)  # viewer
applications_of_call = Paged(  # statuses
    many(ApplicationUnder, QUERIES.applications_of_call),
    one(CountUnder, QUERIES.application_count_of_call, key="parent"),
    {"reference_number": str},
)
applications_of_organisation = many(ApplicationUnder, QUERIES.applications_of_organisation)  # viewer, after, first
applications_of_member = many(ApplicationUnder, QUERIES.applications_of_member)  # after, first
applications_seen = one(LockedApplicationRow, QUERIES.applications_seen)  # viewer
partners_of_application = many(ApplicationPartnerUnder, QUERIES.partners_of_application)
steps_of_application = many(StepUnder, QUERIES.steps_of_application)
project_of_application = one(ProjectUnder, QUERIES.project_of_application, key="parent")
own_organisations_by_ids = one(OwnRow, QUERIES.own_organisations_by_ids)  # actor
unfinished_count_of_call = one(CountUnder, QUERIES.unfinished_count_of_call, key="parent")  # statuses
calls_seen = one(LockedCallRow, QUERIES.calls_seen)  # moment

# The former community
former_member_of_account = one(FormerMemberRow, QUERIES.former_member_of_account, key="member_id")
former_members_by_numbers = one(FormerMemberRow, QUERIES.former_members_by_numbers, key="cip_member_number")
former_ideas_by_ids = one(FormerIdeaRow, QUERIES.former_ideas_by_ids, key="idea_id")
