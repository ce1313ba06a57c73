"""What the rows of CIP lead to. Further parameters of a statement are named behind its relation.

``viewer`` is two of them: the actor (null: anonymous), and whether that is staff of the programme.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from operator import attrgetter

from services.cip.rules.vocabulary import SubmissionOrder
from services.cip.store.connection import QUERIES
from services.cip.store.grant_rows import (
    ApplicationPartnerUnder,
    ApplicationRow,
    ApplicationUnder,
    LockedApplicationRow,
    LockedCallRow,
    StepUnder,
)
from services.cip.store.lists import AWARD_ORDERS, PROJECT_ORDERS
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
from services.kit.ordering import Key, ProgrammeOfferOrder, ProgrammeProjectOrder, SortDirection
from services.kit.paged import sorted_many
from services.kit.relation import many, one

LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
"""Where something has no moment; the statements have it, too."""
OFFER_ORDERS: Mapping[ProgrammeOfferOrder, Key[OfferUnder]] = {
    ProgrammeOfferOrder.DEADLINE: Key(datetime, attrgetter("closes_at")),
    ProgrammeOfferOrder.NEWEST: Key(datetime, attrgetter("opens_at")),
    ProgrammeOfferOrder.TITLE: Key(str, attrgetter("title"), SortDirection.ASC),
}
PROGRAMME_PROJECT_ORDERS: Mapping[ProgrammeProjectOrder, Key[ProjectUnder]] = {
    ProgrammeProjectOrder.NEWEST: Key(date, attrgetter("runs_from")),
    ProgrammeProjectOrder.TITLE: Key(str, attrgetter("title"), SortDirection.ASC),
}
SUBMISSION_ORDERS: Mapping[SubmissionOrder, Key[EntryUnder | ApplicationUnder]] = {
    SubmissionOrder.REFERENCE: Key(str, attrgetter("reference_number"), SortDirection.ASC),
    SubmissionOrder.SUBMITTED: Key(datetime, lambda row: row.submitted_at or LONG_AGO),
}

# The programme
programmes_by_slugs = one(ProgrammeRow, QUERIES.programmes_by_slugs, key="slug")  # moment
pages_of_programme = many(PublicPageUnder, QUERIES.pages_of_programme)
offer_count = one(CountUnder, QUERIES.offer_count_of_programme, key="parent")
offers_of_programme = sorted_many(  # moment, statuses; latest deadline first
    OfferUnder, QUERIES, "offers_of_programme", OFFER_ORDERS, offer_count
)
project_count = one(CountUnder, QUERIES.project_count_of_programme, key="parent")
projects_of_programme = sorted_many(  # statuses
    ProjectUnder, QUERIES, "projects_of_programme", PROGRAMME_PROJECT_ORDERS, project_count
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
entry_count = one(CountUnder, QUERIES.entry_count_of_round, key="parent")
entries_of_round = sorted_many(  # category, status, viewer
    EntryUnder, QUERIES, "entries_of_round", SUBMISSION_ORDERS, entry_count
)
# viewer, first and last moment of handing in
entries_of_idea = sorted_many(EntryUnder, QUERIES, "entries_of_idea", SUBMISSION_ORDERS)
entries_of_organisation = sorted_many(EntryUnder, QUERIES, "entries_of_organisation", SUBMISSION_ORDERS)
entries_of_member = sorted_many(EntryUnder, QUERIES, "entries_of_member", SUBMISSION_ORDERS)
entries_of_former_member = sorted_many(EntryUnder, QUERIES, "entries_of_former_member", SUBMISSION_ORDERS)
team_of_entry = many(TeamLineUnder, QUERIES.team_of_entry)
edited_entries_by_ids = one(OwnRow, QUERIES.edited_entries_by_ids)  # actor
notes_of_entries = one(NoteRow, QUERIES.notes_of_entries)
rounds_seen = one(LockedRoundRow, QUERIES.rounds_seen)  # moment
pitch_of_entry = one(PitchUnder, QUERIES.pitch_of_entry, key="parent")
awards_by_ids = one(AwardRow, QUERIES.awards_by_ids)
award_of_entry = one(AwardRow, QUERIES.award_of_entry, key="entry_id")
# first and last day
awards_of_round = sorted_many(AwardRow, QUERIES, "awards_of_round", AWARD_ORDERS, key="round_id")
awards_of_idea = sorted_many(AwardUnder, QUERIES, "awards_of_idea", AWARD_ORDERS)
awards_of_organisation = sorted_many(AwardUnder, QUERIES, "awards_of_organisation", AWARD_ORDERS)
awards_of_member = sorted_many(AwardUnder, QUERIES, "awards_of_member", AWARD_ORDERS)
awards_of_former_member = sorted_many(AwardUnder, QUERIES, "awards_of_former_member", AWARD_ORDERS)
tranches_of_award = many(TrancheUnder, QUERIES.tranches_of_award)

# Funding. An area is a pattern of ``services.kit.regions.area``
calls_by_ids = one(CallRow, QUERIES.calls_by_ids)  # moment
projects_by_ids = one(ProjectRow, QUERIES.projects_by_ids)
# first and last day of the beginning, what they lack
call_project_count = one(CountUnder, QUERIES.project_count_of_call, key="parent")
projects_of_call = sorted_many(ProjectUnder, QUERIES, "projects_of_call", PROJECT_ORDERS, call_project_count)
projects_of_topic = sorted_many(ProjectUnder, QUERIES, "projects_of_topic", PROJECT_ORDERS)
projects_of_area = sorted_many(ProjectUnder, QUERIES, "projects_of_area", PROJECT_ORDERS)
projects_of_idea = sorted_many(ProjectUnder, QUERIES, "projects_of_idea", PROJECT_ORDERS)
projects_of_organisation = sorted_many(ProjectUnder, QUERIES, "projects_of_organisation", PROJECT_ORDERS)  # role first
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
application_count = one(CountUnder, QUERIES.application_count_of_call, key="parent")
applications_of_call = sorted_many(  # statuses
    ApplicationUnder, QUERIES, "applications_of_call", SUBMISSION_ORDERS, application_count
)
# Viewer (of organisations), first and last moment of handing in
applications_of_organisation = sorted_many(ApplicationUnder, QUERIES, "applications_of_organisation", SUBMISSION_ORDERS)
applications_of_member = sorted_many(ApplicationUnder, QUERIES, "applications_of_member", SUBMISSION_ORDERS)
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
