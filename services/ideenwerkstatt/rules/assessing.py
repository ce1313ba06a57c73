"""The guards of a measured footprint (Nachhaltigkeitsbewertung). Pure."""

from __future__ import annotations

import math
from dataclasses import dataclass

from services.kit.changing import Fault
from services.kit.faults import LONGEST_SUMMARY, faults_of_line, invalid

MOST = 1e12  # kWh or kg


@dataclass(frozen=True, slots=True)
class AssessmentText:
    """What an expert or the staff measured (SustainabilityAssessmentInput): energy in kWh, carbon dioxide in kg."""

    project_id: str
    rating: str
    training_kwh: float | None
    inference_kwh_per_year: float | None
    co2_kg_per_year: float | None
    embodied_co2_kg: float | None
    method: str


def faults_of_assessment(text: AssessmentText) -> list[Fault]:
    """What is wrong with it in itself. A rating other than UNKNOWN rests on something that was measured."""
    measured = {
        "trainingKwh": text.training_kwh,
        "inferenceKwhPerYear": text.inference_kwh_per_year,
        "co2KgPerYear": text.co2_kg_per_year,
        "embodiedCo2Kg": text.embodied_co2_kg,
    }
    found = faults_of_line("method", text.method, LONGEST_SUMMARY)
    for path, value in measured.items():
        if value is not None and not (math.isfinite(value) and 0 <= value <= MOST):
            found.append(invalid(path, "is a number from 0"))
    if text.rating != "UNKNOWN" and all(value is None for value in measured.values()):
        found.append(invalid("rating", "other than unknown needs at least one measured value"))
    return found
