"""All settings of the gateway in one table, each with its default and its sentence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from gateway.ground.allowance import Allowance
from gateway.ground.by_caller import ByCaller, for_everybody
from gateway.ground.by_subgraph import BySubgraph, for_all
from gateway.ground.cache_control import CacheControl
from gateway.ground.codings import KNOWN
from gateway.ground.cost_mode import CostMode
from gateway.ground.error_detail import ErrorDetail
from gateway.ground.header_rules import HeaderRules
from gateway.ground.issuers import TrustedIssuer
from gateway.ground.unauthorised import Unauthorised
from gateway.settings.setting import setting

NOTHING: Mapping[str, str] = MappingProxyType({})

PUBLIC_CODES = (
    *("BAD_USER_INPUT", "NOT_FOUND", "FORBIDDEN", "UNAUTHENTICATED", "RATE_LIMITED"),
    *("MAX_DEPTH_EXCEEDED", "MAX_FIELDS_EXCEEDED", "MAX_ALIASES_EXCEEDED", "MAX_ROOT_FIELDS_EXCEEDED"),
    *("LIMIT_EXCEEDED", "REQUEST_TOO_LARGE", "HEADERS_TOO_LARGE", "DEADLINE_EXCEEDED"),
    *("SERVICE_UNAVAILABLE", "MATCHING_NOT_READY"),
)
"""Codes of errors that a client can do something about; of services in general, and of those written on the kit."""


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings; sizes in bytes, times in seconds."""

    host: str = setting("127.0.0.1", "address to listen on")
    port: int = setting(4000, "port to listen on", least=0)
    workers: int = setting(1, "processes that share the port", least=1)
    admin_host: str = setting("127.0.0.1", "address of the port of administration")
    admin_port: int = setting(-1, "port of administration: metrics, reload; -1: `port` + 9, 0: none", least=-1)
    admin_token: str = setting("", "who sends it as a bearer may reload at the port of administration; empty: nobody")
    path: str = setting("/graphql", "path of the GraphQL endpoint")
    graphiql: bool = setting(True, "serve GraphiQL at /")
    operations: Path | None = setting(None, "folder of saved queries (*.graphql), shown in GraphiQL")
    cors_origins: tuple[str, ...] = setting((), "origins whose pages may read answers; * for all")
    cors_headers: tuple[str, ...] = setting(
        ("apollographql-client-name", "apollographql-client-version", "x-deadline-ms", "x-cost"),
        "headers that those pages may send, beside content-type and `forward_headers`; * for all",
    )
    cors_expose: tuple[str, ...] = setting(
        ("retry-after", "ratelimit", "ratelimit-policy", "x-cost-estimated", "x-cost-actual"),
        "headers of answers that those pages may read",
    )
    cors_credentials: bool = setting(False, "let those pages send cookies and Authorization")
    batch_limit: int = setting(0, "operations in one array; 0 refuses arrays", least=0)
    persisted_queries: bool = setting(
        True, "keep documents that clients send with their hash (automatic persisted queries)"
    )
    client_arrival: float = setting(20.0, "longest wait for a whole request, head and body", least=0.1)
    client_idle: float = setting(75.0, "longest time that a connection stays open without a request", least=1)
    client_stall: float = setting(20.0, "longest wait for a client who does not read his answer", least=0.1)
    max_in_flight: int = setting(1000, "most requests of clients at once, in each worker; others get 503", least=1)
    subscriptions: int = setting(500, "most open subscriptions, in each worker; they count in `max_in_flight`", least=0)
    subscriptions_per_caller: int = setting(100, "most of them of one caller", least=0)
    limit_head: int = setting(65_536, "largest head of a request: address and headers", least=1024)
    limit_body: int = setting(1_048_576, "largest request body", least=1)
    limit_tokens: int = setting(15_000, "most tokens in a document", least=1)
    limit_depth: int = setting(50, "deepest nesting of fields", least=1)
    limit_aliases: int = setting(500, "most aliases in an operation", least=0)
    limit_root_fields: int = setting(200, "most root fields in an operation", least=1)
    limit_directives: int = setting(500, "most directives in a document", least=0)
    limit_fields: int = setting(5_000, "most fields in an operation, once its fragments are put in", least=1)
    limit_variables: int = setting(262_144, "largest variables of a request", least=2)
    limit_page: int = setting(100, "largest page that a list (`@listSize`) may be asked for", least=1)
    limit_answer: int = setting(33_554_432, "largest answer to a client", least=1024)
    limit_planning: float = setting(2.0, "longest computing to prepare an operation", least=0.001)
    limit_planning_steps: int = setting(
        200_000, "most steps to prepare an operation; a fortieth of them is everybody's at once", least=1
    )
    cost: CostMode = setting(
        CostMode.OFF,
        "what operations cost: `off`, `measure` (estimated, and counted afterwards), `enforce` (what is too dear is"
        " refused)",
    )
    cost_max: ByCaller[int] = setting(
        for_everybody(10_000),
        "most points of an operation; by caller: `anonymous`, `authenticated`, `scope:NAME`",
        least=1,
    )
    cost_list: int = setting(10, "items of a list of which `@listSize` says nothing", least=1)
    cost_fetch: int = setting(1, "points of each request to a subgraph", least=0)
    rate: ByCaller[Allowance] = setting(
        ByCaller({}),
        "points in so many seconds that each caller has, as `anonymous=20000/60,authenticated=100000/60`; by caller;"
        " empty: no end",
    )
    redis_url: str = setting(
        "",
        "`redis://` or `rediss://` address of a Redis or Valkey, where replicas and workers have persisted queries,"
        " rates and answers for bad times in common; without it, or while it is away, each has its own",
    )
    trusted_proxies: tuple[str, ...] = setting(
        (), "networks of proxies (such as the portal) whose `X-Forwarded-For` tells where a request comes from"
    )
    introspection: bool = setting(True, "answer questions about the schema")
    compression: tuple[str, ...] = setting(
        KNOWN, "codings for answers to clients that take one, the best first; empty packs nothing"
    )
    compression_from: int = setting(1024, "smallest answer that is packed", least=0)
    compress_subgraphs: BySubgraph[bool] = setting(
        for_all(False), "ask subgraphs for packed answers, which pays between places; by subgraph"
    )
    cache_control: CacheControl = setting(
        CacheControl.MERGE,
        "what HTTP caches are told: `merge` (as long as every service allows of its part), `off` (to keep nothing)",
    )
    forward_headers: tuple[str, ...] = setting(
        ("authorization", "accept-language", "traceparent", "tracestate", "baggage", "x-request-id"),
        "client headers handed on to all subgraphs; a trailing * stands for any ending, but never for credentials",
    )
    headers: HeaderRules = setting(
        HeaderRules(), "rules for headers, after `forward_headers`: see below; in the environment as YAML or JSON"
    )
    client_mark_key: Path | None = setting(
        None,
        "file with a secret for `x-civic-client`, by which services count what comes from one network on a day, "
        "without knowing which; the same for all processes; without it each has its own",
    )
    override_labels: tuple[str, ...] = setting((), "labels of progressive @override that are active for all requests")
    supergraph_poll: float = setting(
        10.0, "pause between questions to running services for their schemas (`subgraph_url`); 0: never", least=0
    )
    supergraph_cache: Path | None = setting(
        None, "file that keeps those schemas, for a start while a service is away; written at each swap"
    )
    swap_broken_documents: bool = setting(
        False, "put in a supergraph though saved queries that were answered would not be any more"
    )
    warm_operations: int = setting(500, "operations asked last to prepare before a new supergraph serves", least=0)
    warm_seconds: float = setting(20.0, "longest time for that", least=0)
    subgraph_urls: Mapping[str, str] = setting(NOTHING, "where subgraphs are, instead of the supergraph's addresses")
    request_deadline: float = setting(
        60.0,
        "longest time for one request; what is there by then is answered. A client may want less: `x-deadline-ms`",
        least=0.001,
    )
    subgraph_deadline: BySubgraph[float] = setting(
        for_all(30.0), "longest wait for one answer of a subgraph; by subgraph", least=0.001
    )
    deadline_header: str = setting(
        "x-deadline-ms", "header that tells subgraphs how many milliseconds somebody waits for them; empty: none"
    )
    requires_deadline: BySubgraph[float] = setting(
        for_all(2.0),
        "longest wait for fields that another service @requires and that may be null: what comes later counts as "
        "missing; by subgraph",
        least=0.001,
    )
    retries: int = setting(1, "further attempts of a query that a service most likely never began with", least=0)
    retry_share: float = setting(0.1, "largest part of the calls to a subgraph that may be retries, in 10 s", least=0)
    breaker: bool = setting(True, "leave a subgraph alone for a while that fails again and again")
    breaker_calls: int = setting(20, "fewest calls in 10 s before that", least=1)
    breaker_share: float = setting(0.5, "part of them that must have failed", least=0.01)
    breaker_open: float = setting(
        5.0, "longest time that it is left alone where it is there; twice as long after each failed probe", least=0.1
    )
    breaker_slow: float = setting(
        5.0, "a call that nobody waited for any longer counts as failed if it took that long", least=0.1
    )
    breaker_silence: float = setting(
        5.0,
        "while calls wait and nothing comes back, a subgraph that does not say within this time that it is there is"
        " left alone at once; one that is left alone is asked the same, and let in once it answers; 0: only by"
        " counting",
        least=0,
    )
    subgraph_connections: int = setting(100, "most open connections to one subgraph", least=1)
    subgraph_queue: int = setting(200, "most calls that wait for a connection to one subgraph", least=0)
    subgraph_queue_wait: float = setting(1.0, "longest time that they wait", least=0)
    connection_age: float = setting(
        300.0, "longest life of a connection to a subgraph, so that a moved address is found", least=0.1
    )
    stale_memory: int = setting(
        33_554_432,
        "bytes of answers that stand in for a failing subgraph's (`Cache-Control: stale-if-error`); 0: none",
        least=0,
    )
    subgraph_answer: int = setting(67_108_864, "largest answer of a subgraph", least=1)
    signing_key: Path | None = setting(
        None, "private Ed25519 keys (PEM): the first signs calls to subgraphs, all are shown at /.well-known/jwks.json"
    )
    sign_queries: bool = setting(
        True, "sign calls that only read, too; where services check tokens themselves, what changes something may do"
    )
    error_detail: BySubgraph[ErrorDetail] = setting(
        for_all(ErrorDetail.CODE),
        "what clients learn of a service's own errors: `code` (the text of those in `public_codes`), `message` (every"
        " text), `all` (extensions, too); the log has what is withheld, by reference; by subgraph",
    )
    public_codes: tuple[str, ...] = setting(PUBLIC_CODES, "codes of services' errors whose text clients may read")
    error_extensions: tuple[str, ...] = setting((), "extensions of services' errors that clients may read, by name")
    subgraph_dedupe: bool = setting(True, "share one call between identical queries that are under way together")
    query_dedupe: bool = setting(True, "answer identical queries of one caller that are under way together once")
    plan_memory: int = setting(33_554_432, "bytes of plans to remember; twice as much at most", least=0)
    repeat_memory: int = setting(
        4_194_304, "bytes of executions to repeat while subgraphs answer the same; twice as much at most", least=0
    )
    jwks_url: str = setting("", "public keys of the identity provider that signs the clients' tokens")
    jwt_issuer: str = setting("", "expected iss of a token; empty accepts any")
    jwt_audience: str = setting("civic-coding", "expected aud of a token")
    issuers: tuple[TrustedIssuer, ...] = setting(
        (),
        "several identity providers, instead of the three above: see below; a list as YAML or JSON, or a file of it",
    )
    jwks_refresh: float = setting(600.0, "time after which an identity provider is asked for its keys again", least=1)
    jwks_stale: float = setting(86_400.0, "time that its keys stay good while it is away", least=1)
    require_authentication: bool = setting(False, "answer nobody without a token")
    unauthorised: Unauthorised = setting(
        Unauthorised.FILTER,
        "what becomes of an operation of which the caller may not see everything: `filter` (null, with an error),"
        " `reject` (403 or 401)",
    )
    policies: Mapping[str, str] = setting(NOTHING, "functions behind @policy: name=package.module:function")
    dev_issuer_key: Path | None = setting(None, "development only: private key (PEM) of the embedded issuer")
    dev_personas: Path | None = setting(None, "development only: demo persons (JSON) that may log in")
    dev_issuer_anywhere: bool = setting(
        False, "development only: let the embedded issuer be reached from other machines, which may become any person"
    )
    ready_probe: float = setting(10.0, "pause between questions to subgraphs, for /health/ready; 0: never", least=0)
    ready_requires: tuple[str, ...] = setting((), "subgraphs that must have answered once before the gateway is ready")
    drain_delay: float = setting(
        0.0, "time from the signal to stop, when /health/ready says `draining`, until no more is accepted", least=0
    )
    shutdown_grace: float = setting(10.0, "longest wait for running requests when stopping", least=0)
    log_level: str = setting("info", "debug, info, warning or error")
    log_format: str = setting("text", "`text` on standard error, or `json`: an object on each line of standard output")
    access_log: bool = setting(False, "a record of each request of a client in the log, without personal data")
    trace_documents: bool = setting(False, "documents of operations in traces, every literal replaced by `?`")
