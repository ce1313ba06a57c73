"""What is read of developing together: requests, amendments, comments, as relations."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from operator import attrgetter

from services.kit.ordering import Key, NewestOrder, SortDirection
from services.kit.paged import sorted_many
from services.kit.relation import one
from services.marketplace.rules.vocabulary import CommentOrder
from services.marketplace.store.idea_rows import (
    AmendmentRow,
    AmendmentUnder,
    CommentRow,
    CommentUnder,
    TeamRequestRow,
    TeamRequestUnder,
)
from services.marketplace.store.reading import QUERIES
from services.marketplace.store.rows import CountRow

IN_TIME: Mapping[NewestOrder, Key[TeamRequestUnder | AmendmentUnder]] = {
    NewestOrder.NEWEST: Key(datetime, attrgetter("created_at"))
}

# Those that the viewer is a side of; they take the viewer and the moment.
team_requests_by_ids = one(TeamRequestRow, QUERIES.team_requests_by_ids)
# Of an idea: viewer, moment, states, first and last moment.
team_requests_of_ideas = sorted_many(
    TeamRequestUnder,
    QUERIES,
    "team_requests_of_ideas",
    IN_TIME,
    one(CountRow, QUERIES.count_team_requests_of_ideas),
)
# Of a member: moment, states, first and last moment.
team_requests_of_viewers = sorted_many(
    TeamRequestUnder,
    QUERIES,
    "team_requests_of_viewers",
    IN_TIME,
    one(CountRow, QUERIES.count_team_requests_of_viewers),
)
amendments_by_ids = one(AmendmentRow, QUERIES.amendments_by_ids)
# Of an idea: viewer, whether staff, a state, first and last moment.
amendments_of_ideas = sorted_many(
    AmendmentUnder,
    QUERIES,
    "amendments_of_ideas",
    IN_TIME,
    one(CountRow, QUERIES.count_amendments_of_ideas),
)
comments_by_ids = one(CommentRow, QUERIES.comments_by_ids)
# Of an idea that the viewer sees, without answers; first and last moment.
COMMENTS: Mapping[CommentOrder, Key[CommentUnder]] = {
    CommentOrder.WRITTEN: Key(datetime, attrgetter("created_at"), SortDirection.ASC)
}
comment_count = one(CountRow, QUERIES.count_comments_of_ideas)
comments_of_ideas = sorted_many(CommentUnder, QUERIES, "comments_of_ideas", COMMENTS, comment_count)
reply_count = one(CountRow, QUERIES.count_replies_of_comments)
replies_of_comments = sorted_many(CommentUnder, QUERIES, "replies_of_comments", COMMENTS, reply_count)
