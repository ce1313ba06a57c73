"""The verbs of the Ideenwerkstatt's graph."""

from __future__ import annotations

from services.ideenwerkstatt.rules.viewing import EXPERT, STAFF
from services.ideenwerkstatt.schema.mutation import Mutation
from services.ideenwerkstatt.schema.query import Query
from services.ideenwerkstatt.types.anchor import OFFERS, IdeenwerkstattProgramme
from services.ideenwerkstatt.types.hubs import Actor, DataProject, Dataset, FundedProject, Idea, Region, Topic
from services.ideenwerkstatt.types.rights import DataExport
from services.ideenwerkstatt.types.sizes import MOST
from services.kit.actors import members_by_copy
from services.kit.schema import subgraph

# Everything with a key is named here: Strawberry finds no entity behind a lazy name.
SCHEMA = subgraph(
    Query,
    Mutation,
    members=members_by_copy(STAFF, EXPERT),
    most=MOST,
    types=[
        *(kind for kind, _ in OFFERS.values()),
        *(IdeenwerkstattProgramme, Actor, Topic, Region, Idea, FundedProject, DataProject, Dataset, DataExport),
    ],
)
