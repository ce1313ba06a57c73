"""A plan run without I/O: what to send, what came, and the tree that it makes."""

from gateway.execution.program import Program, compile_plan
from gateway.execution.repeating import Recording, RepeatableRun
from gateway.execution.run import Call, Run
from gateway.execution.typed import TypedProgram, TypedRun, compile_typed
from gateway.execution.words import program_in_words

__all__ = [
    "Call",
    "Program",
    "Recording",
    "RepeatableRun",
    "Run",
    "TypedProgram",
    "TypedRun",
    "compile_plan",
    "compile_typed",
    "program_in_words",
]
