"""The public codes of requests: what clients switch on, what `explain` says, and the status that HTTP gives them.

One place: an error is raised with a member of this enum, so no other code can leave (a test reads the code that
raises). Composition has codes of its own, explained beside its rules; a service's own codes pass through as they are.
"""

from __future__ import annotations

from enum import StrEnum


class Fault(StrEnum):
    """Whose fault an error is, and so who can mend it."""

    CLIENT = "the client's"
    SERVICE = "a service's"
    OPERATOR = "the operator's"
    GATEWAY = "the gateway's"


class PublicCode(StrEnum):
    """``status``: of a refusal as a whole with application/graphql-response+json. ``json_status``: the same with
    application/json, which says 200 to every well-formed request (GraphQL over HTTP, section 6.4). Codes with 200 cost
    fields, not the request. ``meaning``: what it is and what to do, in the words of the README's table.
    """

    fault: Fault
    status: int
    json_status: int
    meaning: str

    def __new__(cls, word: str, fault: Fault, statuses: tuple[int, int], meaning: str) -> PublicCode:
        made = str.__new__(cls, word)
        made._value_ = word
        made.fault = fault
        made.status, made.json_status = statuses
        made.meaning = meaning
        return made

    @property
    def shown_status(self) -> str:
        """The status in words: ``400 or 200`` where it depends on the media type."""
        return str(self.status) if self.status == self.json_status else f"{self.status} or {self.json_status}"

    INVALID_JSON = (
        "INVALID_JSON",
        Fault.CLIENT,
        (400, 400),
        "The body is not JSON in UTF-8, or nested too deeply. The text says where.",
    )
    BAD_REQUEST = (
        "BAD_REQUEST",
        Fault.CLIENT,
        (400, 400),
        "The body or the address has not the form of a GraphQL request.",
    )
    MISSING_QUERY = (
        "MISSING_QUERY",
        Fault.CLIENT,
        (400, 400),
        "The request holds no document: send one as `query`.",
    )
    PERSISTED_QUERY_NOT_FOUND = (
        "PERSISTED_QUERY_NOT_FOUND",
        Fault.CLIENT,
        (200, 200),
        "This gateway has not seen the document of the hash: send both together.",
    )
    PERSISTED_QUERY_NOT_SUPPORTED = (
        "PERSISTED_QUERY_NOT_SUPPORTED",
        Fault.CLIENT,
        (200, 200),
        "Documents are not kept here (`persisted_queries`): send the document.",
    )
    PERSISTED_QUERY_HASH_MISMATCH = (
        "PERSISTED_QUERY_HASH_MISMATCH",
        Fault.CLIENT,
        (400, 400),
        "The hash is not the SHA-256 of the document beside it.",
    )
    BATCHING_NOT_SUPPORTED = (
        "BATCHING_NOT_SUPPORTED",
        Fault.CLIENT,
        (400, 400),
        "Arrays of operations are switched off here: send one at a time.",
    )
    BATCH_LIMIT_EXCEEDED = (
        "BATCH_LIMIT_EXCEEDED",
        Fault.CLIENT,
        (400, 400),
        "The array holds too many operations: send a shorter one.",
    )
    UNAUTHENTICATED = (
        "UNAUTHENTICATED",
        Fault.CLIENT,
        (401, 401),
        "The token does not hold or has expired, or (status 200, with a path) the field asks for a login: log in. With"
        " `unauthorised: reject` nothing is answered then.",
    )
    FORBIDDEN = (
        "FORBIDDEN",
        Fault.CLIENT,
        (200, 200),
        "The caller has not the right to this field; it is null. `extensions.requires` lists the scopes and policies"
        " that are lacking (any one of the outer lists, all of the inner). With `unauthorised: reject` nothing is"
        " answered then, and the status is 403.",
    )
    PATH_NOT_FOUND = (
        "PATH_NOT_FOUND",
        Fault.CLIENT,
        (404, 404),
        "There is nothing at this address; the text says what is there.",
    )
    METHOD_NOT_ALLOWED = (
        "METHOD_NOT_ALLOWED",
        Fault.CLIENT,
        (405, 405),
        "Mutations come by POST; other addresses say in `Allow` what they take.",
    )
    NOT_ACCEPTABLE = (
        "NOT_ACCEPTABLE",
        Fault.CLIENT,
        (406, 406),
        "Take `application/graphql-response+json` or `application/json`.",
    )
    REQUEST_TIMEOUT = (
        "REQUEST_TIMEOUT",
        Fault.CLIENT,
        (408, 408),
        "Head and body did not come within `client_arrival` seconds: send faster.",
    )
    REQUEST_TOO_LARGE = (
        "REQUEST_TOO_LARGE",
        Fault.CLIENT,
        (413, 413),
        "The body is larger than the setting `limit_body` allows.",
    )
    UNSUPPORTED_MEDIA_TYPE = (
        "UNSUPPORTED_MEDIA_TYPE",
        Fault.CLIENT,
        (415, 415),
        "Send `application/json` in UTF-8, and say so in Content-Type.",
    )
    HEADERS_TOO_LARGE = (
        "HEADERS_TOO_LARGE",
        Fault.CLIENT,
        (431, 431),
        "Address and headers are larger than `limit_head`: send long documents by POST.",
    )
    GRAPHQL_PARSE_FAILED = (
        "GRAPHQL_PARSE_FAILED",
        Fault.CLIENT,
        (400, 200),
        "The document is not GraphQL; the text says where.",
    )
    GRAPHQL_VALIDATION_FAILED = (
        "GRAPHQL_VALIDATION_FAILED",
        Fault.CLIENT,
        (400, 200),
        "The document is not valid for this graph; all errors are listed.",
    )
    BAD_USER_INPUT = (
        "BAD_USER_INPUT",
        Fault.CLIENT,
        (400, 200),
        "The variables do not fit their types, or are nested too deeply; with a path, an argument cannot be used "
        "(a page, a cursor, a filter): the text says which.",
    )
    MAX_DEPTH_EXCEEDED = (
        "MAX_DEPTH_EXCEEDED",
        Fault.CLIENT,
        (400, 200),
        "The operation nests too deeply: ask for fewer levels.",
    )
    MAX_ALIASES_EXCEEDED = (
        "MAX_ALIASES_EXCEEDED",
        Fault.CLIENT,
        (400, 200),
        "The operation has too many aliases: ask for less at a time.",
    )
    MAX_ROOT_FIELDS_EXCEEDED = (
        "MAX_ROOT_FIELDS_EXCEEDED",
        Fault.CLIENT,
        (400, 200),
        "The operation has too many root fields: ask for less at a time.",
    )
    MAX_DIRECTIVES_EXCEEDED = (
        "MAX_DIRECTIVES_EXCEEDED",
        Fault.CLIENT,
        (400, 200),
        "The document has too many directives (`limit_directives`).",
    )
    MAX_FIELDS_EXCEEDED = (
        "MAX_FIELDS_EXCEEDED",
        Fault.CLIENT,
        (400, 200),
        "The operation has too many fields once its fragments are put in (`limit_fields`): ask for less at a time.",
    )
    VARIABLES_TOO_LARGE = (
        "VARIABLES_TOO_LARGE",
        Fault.CLIENT,
        (400, 400),
        "The variables are larger than `limit_variables`: send less at a time.",
    )
    PAGE_TOO_LARGE = (
        "PAGE_TOO_LARGE",
        Fault.CLIENT,
        (400, 200),
        "A page of more items than `limit_page` was asked for: ask for smaller ones.",
    )
    ANSWER_TOO_LARGE = (
        "ANSWER_TOO_LARGE",
        Fault.CLIENT,
        (200, 200),
        "The answer would be larger than `limit_answer`; all of it was left out: ask for less at a time.",
    )
    COST_ESTIMATED_TOO_EXPENSIVE = (
        "COST_ESTIMATED_TOO_EXPENSIVE",
        Fault.CLIENT,
        (400, 400),
        "The operation would cost more than `cost_max`: `extensions.cost` names its dearest places.",
    )
    RATE_LIMITED = (
        "RATE_LIMITED",
        Fault.CLIENT,
        (429, 429),
        "The caller has used up its points (`rate`): ask again after `Retry-After` seconds.",
    )
    SUBREQUEST_HTTP_ERROR = (
        "SUBREQUEST_HTTP_ERROR",
        Fault.SERVICE,
        (200, 200),
        "A service is down or gave no GraphQL: `extensions.service` names it.",
    )
    SUBREQUEST_TIMEOUT = (
        "SUBREQUEST_TIMEOUT",
        Fault.SERVICE,
        (200, 200),
        "A service took longer than `subgraph_deadline`, or than the request had time: `extensions.service` names it.",
    )
    SUBREQUEST_OVERLOADED = (
        "SUBREQUEST_OVERLOADED",
        Fault.SERVICE,
        (200, 200),
        "Too many calls wait for a service (`subgraph_queue`, `subgraph_queue_wait`): try again in a second.",
    )
    OVERLOADED = (
        "OVERLOADED",
        Fault.GATEWAY,
        (503, 503),
        "The gateway answers as many requests as it can (`max_in_flight`): try again in a second.",
    )
    SUBREQUEST_CIRCUIT_OPEN = (
        "SUBREQUEST_CIRCUIT_OPEN",
        Fault.SERVICE,
        (200, 200),
        "A service failed too often and is not asked for the moment: try again after `extensions.retryAfter` seconds.",
    )
    SERVICE_UNAVAILABLE = (
        "SERVICE_UNAVAILABLE",
        Fault.OPERATOR,
        (503, 503),
        "The identity provider's keys cannot be had: try again.",
    )
    INTERNAL_SERVER_ERROR = (
        "INTERNAL_SERVER_ERROR",
        Fault.GATEWAY,
        (500, 500),
        "Our fault, or with a path the service's; the log has the `reference`.",
    )
    OPERATION_MISSING = (
        "OPERATION_MISSING",
        Fault.CLIENT,
        (400, 200),
        "The document has no operation, only fragments: add one.",
    )
    OPERATION_NAME_REQUIRED = (
        "OPERATION_NAME_REQUIRED",
        Fault.CLIENT,
        (400, 200),
        "The document has several operations: say which one as `operationName`.",
    )
    OPERATION_NOT_FOUND = (
        "OPERATION_NOT_FOUND",
        Fault.CLIENT,
        (400, 200),
        "The document has no operation of the name that was asked for.",
    )
    OPERATION_TOO_LARGE = (
        "OPERATION_TOO_LARGE",
        Fault.CLIENT,
        (400, 200),
        "The operation is too large once its fragments are put in: ask for less at a time.",
    )
    SUBSCRIPTION_TRANSPORT_NEEDED = (
        "SUBSCRIPTION_TRANSPORT_NEEDED",
        Fault.CLIENT,
        (406, 406),
        "A subscription has many answers: ask for it with `Accept: text/event-stream`.",
    )
    SUBSCRIPTION_LIMIT_EXCEEDED = (
        "SUBSCRIPTION_LIMIT_EXCEEDED",
        Fault.CLIENT,
        (503, 503),
        "Too many subscriptions are open here (`subscriptions`), or of this caller (`subscriptions_per_caller`).",
    )
    SUBSCRIPTION_SCHEMA_CHANGED = (
        "SUBSCRIPTION_SCHEMA_CHANGED",
        Fault.GATEWAY,
        (200, 200),
        "Another supergraph was put in, which ends a subscription: subscribe again.",
    )
    SUBSCRIPTION_STOPPED = (
        "SUBSCRIPTION_STOPPED",
        Fault.GATEWAY,
        (200, 200),
        "The gateway stops, which ends a subscription: subscribe again, and another will answer.",
    )
    PLANNING_TOO_EXPENSIVE = (
        "PLANNING_TOO_EXPENSIVE",
        Fault.CLIENT,
        (400, 200),
        "Preparing the operation would take more than `limit_planning` or `limit_planning_steps`: split it.",
    )
    PLANNING_BUSY = (
        "PLANNING_BUSY",
        Fault.CLIENT,
        (503, 503),
        "Large operations are prepared one at a time, one for each caller; the queue is full: try again in a second.",
    )
    DEADLINE_EXCEEDED = (
        "DEADLINE_EXCEEDED",
        Fault.CLIENT,
        (504, 504),
        "The request's time (`x-deadline-ms`, at most `request_deadline`) was over before any service was asked, or"
        " (with a path, status 200) before that service was ready: give it more.",
    )
    QUERY_PLANNING_FAILED = (
        "QUERY_PLANNING_FAILED",
        Fault.GATEWAY,
        (400, 200),
        "No service can give what was asked for in this way; the text says which field.",
    )
    SUBGRAPH_RESPONSE_MALFORMED = (
        "SUBGRAPH_RESPONSE_MALFORMED",
        Fault.SERVICE,
        (200, 200),
        "A service's answer has not the form of a GraphQL answer: `extensions.service` names it.",
    )
    DOWNSTREAM_SERVICE_ERROR = (
        "DOWNSTREAM_SERVICE_ERROR",
        Fault.SERVICE,
        (200, 200),
        "A service reported an error that is not for clients (`error_detail`): the log has the `reference`.",
    )
    INVALID_SUBGRAPH_VALUE = (
        "INVALID_SUBGRAPH_VALUE",
        Fault.SERVICE,
        (200, 200),
        "A service gave a value that has not the field's type; it is null.",
    )
    NULL_IN_NON_NULL_POSITION = (
        "NULL_IN_NON_NULL_POSITION",
        Fault.SERVICE,
        (200, 200),
        "A service gave null where its schema promises a value; the nearest nullable field above is null.",
    )
    UNKNOWN_PERSONA = (
        "UNKNOWN_PERSONA",
        Fault.CLIENT,
        (400, 400),
        "Development only: there is no such demo person; the text names those that there are.",
    )
    INVALID_CONFIGURATION = (
        "INVALID_CONFIGURATION",
        Fault.OPERATOR,
        (500, 500),
        "The settings or the supergraph cannot be used: the gateway does not start; every problem is listed.",
    )
