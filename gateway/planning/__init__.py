"""Operation + QueryGraph -> Plan: a DAG of requests to subgraphs."""

from gateway.planning.plan import plan_operation

__all__ = ["plan_operation"]
