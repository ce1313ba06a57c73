"""All that can be changed in the data lab; the verbs stand beside each other by what they are about."""

from __future__ import annotations

import strawberry

from services.civic_data_lab.schema.catalogue_verbs import CatalogueVerbs
from services.civic_data_lab.schema.consultation_verbs import ConsultationVerbs
from services.civic_data_lab.schema.learning_verbs import LearningVerbs
from services.civic_data_lab.schema.project_verbs import ProjectVerbs


@strawberry.type
class Mutation(ConsultationVerbs, ProjectVerbs, CatalogueVerbs, LearningVerbs):
    pass
