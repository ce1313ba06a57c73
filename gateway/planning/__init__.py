"""Operation + QueryGraph -> Plan: a DAG of requests to subgraphs."""

from gateway.planning.plan import plan_operation
from gateway.planning.plan_json import plan_json
from gateway.planning.text import plan_text

__all__ = ["plan_json", "plan_operation", "plan_text"]
