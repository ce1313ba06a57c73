"""How sure a log-in must be for an application (Vertrauensniveau). Pure.

The gateway asks the same (``@policy assurance_substantial``); a house does not trust that it did (domain_slice2 2.7).
"""

from __future__ import annotations

from services.kit.assurance import AssuranceLevel, assurance_level
from services.kit.changing import Fault, FaultCode


def faults_of_assurance(acr: str | None) -> list[Fault]:
    """ASSURANCE_TOO_LOW below substantial."""
    if assurance_level(acr) is not AssuranceLevel.BASIC:
        return []
    message = "Log in with a level of assurance of at least substantial (BundID with the online ID card)."
    return [Fault(FaultCode.ASSURANCE_TOO_LOW, message)]
