"""A plan run without I/O: what to send, what came, and the tree that it makes."""

from gateway.execution.program import Program, compile_plan
from gateway.execution.run import Call, Run

__all__ = ["Call", "Program", "Run", "compile_plan"]
