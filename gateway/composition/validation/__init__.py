"""What must be right in each subgraph on its own before subgraphs are compared."""

from gateway.composition.validation.rules import validate_subgraph

__all__ = ["validate_subgraph"]
