"""The verbs of the ministry's graph."""

from __future__ import annotations

from services.cip.rules.viewing import STAFF
from services.cip.schema.mutation import Mutation
from services.cip.schema.query import Query
from services.cip.types.actors import Member, Organisation
from services.cip.types.hubs import DataProject, Idea, PilotProject, Region, Topic
from services.cip.types.programme import CipProgramme
from services.cip.types.rights import DataExport
from services.cip.types.sizes import MOST
from services.kit.actors import members_by_copy
from services.kit.schema import subgraph

SCHEMA = subgraph(
    query=Query,
    mutation=Mutation,
    types=[CipProgramme, DataExport, DataProject, Idea, Member, Organisation, PilotProject, Region, Topic],
    members=members_by_copy(STAFF),
    most=MOST,
)
