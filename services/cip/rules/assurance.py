"""How sure the log-in is of who somebody is (Vertrauensniveau), from the token's ``acr``. Pure.

Sources: eIDAS (EU) 910/2014 Art. 8; the levels as BundID reports them (STORK-QAA-Level-1, -3 and -4) and as eIDAS nodes
do (http://eidas.europa.eu/LoA/...). The gateway asks the same; a house does not trust that it did.
"""

from __future__ import annotations

from services.kit.changing import Fault, FaultCode

SUBSTANTIAL = frozenset(
    {
        "STORK-QAA-Level-3",
        "STORK-QAA-Level-4",
        "http://eidas.europa.eu/LoA/substantial",
        "http://eidas.europa.eu/LoA/high",
        "SUBSTANTIAL",
        "HIGH",
    }
)
"""At least substantial; what is not here is not."""


def faults_of_assurance(acr: str | None) -> list[Fault]:
    """ASSURANCE_TOO_LOW below substantial."""
    if acr in SUBSTANTIAL:
        return []
    message = "Log in with a level of assurance of at least substantial (BundID with the online ID card)."
    return [Fault(FaultCode.ASSURANCE_TOO_LOW, message)]
