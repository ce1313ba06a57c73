"""The verbs of the data lab's graph."""

from __future__ import annotations

from services.civic_data_lab.rules.viewing import STAFF
from services.civic_data_lab.schema.mutation import Mutation
from services.civic_data_lab.schema.query import Query
from services.civic_data_lab.types.anchor import OFFERS, CivicDataLabProgramme
from services.civic_data_lab.types.enrolments import Enrolment
from services.civic_data_lab.types.hubs import Actor, FundedProject, Idea, PilotProject, Region, Topic
from services.civic_data_lab.types.rights import DataExport
from services.civic_data_lab.types.sessions import DataConsultationSession
from services.civic_data_lab.types.sizes import MOST
from services.civic_data_lab.types.support import DataConsultationSlot
from services.kit.actors import members_by_copy
from services.kit.schema import subgraph

# Everything with a key is named here: Strawberry finds no entity behind a lazy name.
SCHEMA = subgraph(
    Query,
    mutation=Mutation,
    members=members_by_copy(STAFF),
    most=MOST,
    types=[
        *(kind for kind, _ in OFFERS.values()),
        *(CivicDataLabProgramme, DataConsultationSlot, DataConsultationSession, Enrolment),
        *(Actor, Topic, Region, Idea, FundedProject, PilotProject, DataExport),
    ],
)
