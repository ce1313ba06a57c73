"""How sure the log-in is of who somebody is (Vertrauensniveau): functions behind ``@policy``, from the token's ``acr``.

Sources: eIDAS, (EU) 910/2014 Art. 8; the levels as BundID reports them (STORK-QAA-Level-1, -3 and -4) and as eIDAS
nodes do (http://eidas.europa.eu/LoA/...).
"""

from __future__ import annotations

from gateway.model.caller import Caller

SUBSTANTIAL = frozenset(
    (
        "STORK-QAA-Level-3",
        "STORK-QAA-Level-4",
        "http://eidas.europa.eu/LoA/substantial",
        "http://eidas.europa.eu/LoA/high",
        "SUBSTANTIAL",
        "HIGH",
    )
)
"""At least substantial. What is not here is not: a word that nobody knows must not open anything."""


def is_substantial(caller: Caller) -> bool:
    """Whether the caller has logged in with an assurance level of at least substantial.

    >>> is_substantial(Caller("anna", claims={"acr": "STORK-QAA-Level-3"}))
    True
    >>> is_substantial(Caller("anna", claims={"acr": "STORK-QAA-Level-1"}))
    False
    """
    acr = caller.claims.get("acr")
    return caller.is_authenticated and isinstance(acr, str) and acr in SUBSTANTIAL
