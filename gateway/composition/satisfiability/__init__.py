"""Can every query that the API allows be answered by the subgraphs? Asked of the planner's own path search."""

from gateway.composition.satisfiability.check import check_satisfiability

__all__ = ["check_satisfiability"]
