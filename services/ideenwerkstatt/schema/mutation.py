"""All that can be changed in the house; the verbs stand beside each other by what they are about."""

from __future__ import annotations

import strawberry

from services.ideenwerkstatt.schema.consultation_verbs import ConsultationVerbs
from services.ideenwerkstatt.schema.pilot_verbs import PilotVerbs
from services.ideenwerkstatt.schema.prototype_verbs import PrototypeVerbs
from services.ideenwerkstatt.schema.workshop_verbs import WorkshopVerbs


@strawberry.type
class Mutation(WorkshopVerbs, ConsultationVerbs, PilotVerbs, PrototypeVerbs):
    pass
