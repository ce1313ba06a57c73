"""Words of the vocabulary that composition does not give, each with the reason."""

from __future__ import annotations

from gateway.composition.explanations.entry import Explanation


def _never(code: str, meaning: str, why: str) -> Explanation:
    return Explanation(code, meaning, "", {}, why)


NEVER: tuple[Explanation, ...] = (
    _never(
        "UNSUPPORTED_LINKED_FEATURE",
        "A supergraph links a specification that its reader must know and does not.",
        "composition writes supergraphs, and every specification that it links is one that the gateway knows",
    ),
    _never(
        "INVALID_FEDERATION_SUPERGRAPH",
        "A text that should be a supergraph is none.",
        "composition writes supergraphs; the gateway refuses a wrong one as INVALID_CONFIGURATION when it reads it",
    ),
    _never(
        "DOWNSTREAM_SERVICE_ERROR",
        "A subgraph answered a request with an error.",
        "it belongs to requests, not to composition",
    ),
    _never(
        "MAX_VALIDATION_SUBGRAPH_PATHS_EXCEEDED",
        "The graph is too large for the satisfiability check.",
        "no example is small: it needs millions of paths (a test lowers the limit)",
    ),
    _never(
        "INCONSISTENT_TYPE_SYSTEM_DIRECTIVE_REPEATABLE",
        "A hint about a directive for schemas that is repeatable in some subgraphs only.",
        "such directives are composed from one definition, that of the newest version",
    ),
    _never(
        "INCONSISTENT_TYPE_SYSTEM_DIRECTIVE_LOCATIONS",
        "A hint about a directive for schemas with different locations.",
        "such directives are composed from one definition, that of the newest version",
    ),
)
