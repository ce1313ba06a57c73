"""What is read of developing together: requests, amendments, comments, as relations."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from operator import attrgetter

from services.kit.ordering import Key, SortDirection
from services.kit.paged import Paged, sorted_many
from services.kit.relation import many, one
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

IN_TIME = {"created_at": datetime, "id": str}
"""What the lists are sorted by."""

# Those that the viewer is a side of; they take the viewer and the moment.
team_requests_by_ids = one(TeamRequestRow, QUERIES.team_requests_by_ids)
# Of an idea: viewer, moment, states; the newest first.
team_requests_of_ideas = Paged(
    many(TeamRequestUnder, QUERIES.team_requests_of_ideas),
    one(CountRow, QUERIES.count_team_requests_of_ideas),
    IN_TIME,
)
# Of a member: moment, states; the newest first.
team_requests_of_viewers = Paged(
    many(TeamRequestUnder, QUERIES.team_requests_of_viewers),
    one(CountRow, QUERIES.count_team_requests_of_viewers),
    IN_TIME,
)
amendments_by_ids = one(AmendmentRow, QUERIES.amendments_by_ids)
# Of an idea: viewer, whether staff, a state; the newest first.
amendments_of_ideas = Paged(
    many(AmendmentUnder, QUERIES.amendments_of_ideas), one(CountRow, QUERIES.count_amendments_of_ideas), IN_TIME
)
comments_by_ids = one(CommentRow, QUERIES.comments_by_ids)
# Of an idea that the viewer sees, without answers; the oldest first.
COMMENTS: Mapping[CommentOrder, Key[CommentUnder]] = {
    CommentOrder.WRITTEN: Key(datetime, attrgetter("created_at"), SortDirection.ASC)
}
comment_count = one(CountRow, QUERIES.count_comments_of_ideas)
comments_of_ideas = sorted_many(CommentUnder, QUERIES, "comments_of_ideas", COMMENTS, comment_count)
reply_count = one(CountRow, QUERIES.count_replies_of_comments)
replies_of_comments = sorted_many(CommentUnder, QUERIES, "replies_of_comments", COMMENTS, reply_count)
