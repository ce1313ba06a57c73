"""Whether the fields of a document can be merged (GraphQL 5.3.2), by sets of selection sets, not by pairs of fields."""

from gateway.operations.merging.check import field_conflicts

__all__ = ["field_conflicts"]
