"""The verbs of the marketplace's graph."""

from services.kit.schema import subgraph
from services.marketplace.schema.mutation import Mutation
from services.marketplace.schema.query import Query
from services.marketplace.types.offers import FOREIGN
from services.marketplace.types.own_offers import OWN
from services.marketplace.types.programmes import ANCHORS, CivicCodingProgramme
from services.marketplace.types.projects import PROJECTS, Dataset

SCHEMA = subgraph(
    Query,
    Mutation,
    types=(*FOREIGN.values(), *OWN.values(), *ANCHORS.values(), CivicCodingProgramme, *PROJECTS.values(), Dataset),
)
