"""How sure a log-in is of who somebody is (Vertrauensniveau), from the ``acr`` of a token. Pure.

Sources: eIDAS (EU) 910/2014 Art. 8; the levels as BundID reports them (STORK-QAA-Level-1, -3 and -4) and as eIDAS nodes
do (http://eidas.europa.eu/LoA/...). The gateway knows the same by a file of its own; a test compares both.
"""

from __future__ import annotations

from enum import Enum

import strawberry


@strawberry.enum(description="How sure the login is of who somebody is (Vertrauensniveau nach eIDAS).")
class AssuranceLevel(Enum):
    BASIC = "BASIC"
    SUBSTANTIAL = "SUBSTANTIAL"
    HIGH = "HIGH"


EXACTLY_SUBSTANTIAL = frozenset({"STORK-QAA-Level-3", "http://eidas.europa.eu/LoA/substantial", "SUBSTANTIAL"})
HIGH = frozenset({"STORK-QAA-Level-4", "http://eidas.europa.eu/LoA/high", "HIGH"})
SUBSTANTIAL = EXACTLY_SUBSTANTIAL | HIGH
"""At least substantial; what is not here is not."""


def assurance_level(acr: str | None) -> AssuranceLevel:
    """The level of a token's ``acr``; what is not known is BASIC.

    >>> assurance_level("STORK-QAA-Level-3").value, assurance_level(None).value
    ('SUBSTANTIAL', 'BASIC')
    """
    if acr in HIGH:
        return AssuranceLevel.HIGH
    return AssuranceLevel.SUBSTANTIAL if acr in EXACTLY_SUBSTANTIAL else AssuranceLevel.BASIC
