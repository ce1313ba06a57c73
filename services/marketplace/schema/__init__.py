"""The verbs of the marketplace's graph."""

from services.kit.changing import Fault
from services.kit.membership import ActorState, Membership
from services.kit.schema import subgraph
from services.marketplace.rules.sentences import SENTENCES
from services.marketplace.rules.viewer import STAFF_SCOPES
from services.marketplace.schema.mutation import Mutation
from services.marketplace.schema.query import Query
from services.marketplace.store.actors import state_of_member
from services.marketplace.store.people_writing import refusal_of
from services.marketplace.types.context import MarketplaceContext
from services.marketplace.types.foreign import FOREIGN, PERSONAL
from services.marketplace.types.notifications import Notification
from services.marketplace.types.own_offers import OWN
from services.marketplace.types.programmes import ANCHORS, CivicCodingProgramme
from services.marketplace.types.sizes import MOST


async def state_of(context: MarketplaceContext, actor_id: str) -> ActorState:
    """What the network's own table of members says."""
    state = await state_of_member(context.database, actor_id)
    return ActorState.UNKNOWN if state is None else ActorState(state)


async def hindrance(context: MarketplaceContext, actor_id: str) -> Fault | None:
    """Four weeks after a new required wording, who has not answered it writes no more; reading and leaving stay."""
    faults = await refusal_of(context.database, actor_id, context.clock.today())
    return faults[0] if faults else None


LETTERS = frozenset({"cip:manage"})
"""Who writes to the former members of the CIP community: staff of that house."""
LEAVING = frozenset(
    {"setConsent", "leaveTeam", "withdrawTeamRequest", "withdrawAmendment", "withdrawContactRequest", "blockActor"}
    | {"follow", "appealModeration", "requestErasure", "requestDataExport", "cancelErasure", "markNotificationsRead"}
)
SCHEMA = subgraph(
    Query,
    Mutation,
    members=Membership(state_of, STAFF_SCOPES | LETTERS, hindrance, LEAVING, SENTENCES),
    most=MOST,
    types=(*FOREIGN.values(), *PERSONAL.values(), *OWN.values(), *ANCHORS.values(), CivicCodingProgramme, Notification),
)
