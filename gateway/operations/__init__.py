"""From a client's text to an Operation that can be planned: parse, validate, pick, coerce, specialise, normalise."""

from gateway.operations.document import Document, DocumentLimits, read_document
from gateway.operations.introspection import answer_introspection
from gateway.operations.picking import ClientOperation, pick_operation
from gateway.operations.specialising import Specialised, renormalise, specialise
from gateway.operations.validating import validation_errors
from gateway.operations.variables import condition_values, read_some_variables, read_variables

__all__ = [
    "ClientOperation",
    "Document",
    "DocumentLimits",
    "Specialised",
    "answer_introspection",
    "condition_values",
    "pick_operation",
    "read_document",
    "read_some_variables",
    "read_variables",
    "renormalise",
    "specialise",
    "validation_errors",
]
