"""Which processes there are, and how each is started."""

from __future__ import annotations

import errno
import socket
from collections.abc import Mapping
from pathlib import Path

import yaml

from tools.run.processes import Part
from tools.run.settings import ROOT, SERVICES, RunError, RunSettings

AUDIENCE = "civic-coding"
POLICIES = "assurance_substantial=gateway.guard.assurance:is_substantial"  # what the graph's @policy ask for
MARKETPLACE = "marketplace"  # follows the ministries' documents; they follow its events


def service_part(settings: RunSettings, service: str, database: str) -> Part:
    """A subservice: it migrates its own database, loads its demo data once, and serves."""
    name = service.upper()
    return Part(
        name=service,
        command=("-m", f"services.{service}", "serve", "--prepare"),
        address=settings.url(service),
        log=settings.home / "logs" / f"{service}.log",
        environment={
            f"{name}_DATABASE_URL": database,
            f"{name}_PORT": str(settings.ports[service]),
            f"{name}_HOST": settings.host,
            "AUTH_JWKS": str(settings.home / "dev-issuer" / "jwks.json"),
            "AUTH_ISSUER": settings.url("gateway"),
            "AUTH_AUDIENCE": AUDIENCE,
            # Whoever works on a house asks it with a token of his own; what the gateway says of clients is signed.
            "AUTH_GATEWAY_JWKS": str(calls_key(settings) / "jwks.json"),
            "AUTH_UNSIGNED": "tokens",
            "CLOCK_SHIFT": str(settings.clock_shift),
            **feeds(settings, service),
        },
    )


def feeds(settings: RunSettings, service: str) -> Mapping[str, str]:
    """Whom a house follows, and by which right: the marketplace the ministries, each of them the marketplace."""
    followed = [each for each in SERVICES if each != MARKETPLACE] if service == MARKETPLACE else [MARKETPLACE]
    return {
        f"{service.upper()}_FEEDS": ",".join(f"{each}={settings.url(each)}/graphql" for each in followed),
        f"{service.upper()}_FEED_TOKEN_FILE": str(index_token(settings)),
    }


def calls_key(settings: RunSettings) -> Path:
    """The folder of the key that signs the gateway's calls."""
    return settings.home / "gateway-key"


def index_token(settings: RunSettings) -> Path:
    return settings.home / "dev-issuer" / "index-token"


def schema_file(settings: RunSettings, service: str) -> Path:
    """What the graph of this run is made of: at first the committed contract, then what the house says itself."""
    return settings.home / "subgraphs" / f"{service}.graphql"


def gateway_part(settings: RunSettings, token: str) -> Part:
    """The gateway: it composes the four subgraphs by itself and serves them as one graph. ``token``: who may reload."""
    port = str(settings.ports["gateway"])
    subgraphs = str(settings.home / "supergraph.yaml")
    return Part(
        name="gateway",
        command=("-m", "gateway", "serve", "--subgraphs", subgraphs, "--host", settings.host, "--port", port),
        address=settings.url("gateway"),
        log=settings.home / "logs" / "gateway.log",
        environment={
            "GATEWAY_DEV_ISSUER_KEY": str(settings.home / "dev-issuer" / "private.pem"),
            "GATEWAY_DEV_PERSONAS": str(ROOT / "demo" / "personas.json"),
            "GATEWAY_JWT_ISSUER": settings.url("gateway"),
            "GATEWAY_OPERATIONS": str(ROOT / "schema" / "operations"),
            "GATEWAY_ADMIN_HOST": settings.host,
            "GATEWAY_ADMIN_PORT": str(settings.ports["admin"]),
            "GATEWAY_ADMIN_TOKEN": token,
            "GATEWAY_SWAP_BROKEN_DOCUMENTS": "true",  # GraphiQL says of each what is wrong with it
            "GATEWAY_WARM_SECONDS": "0.25",  # whoever saves wants to see it; a plan takes milliseconds
            "GATEWAY_POLICIES": POLICIES,
            "GATEWAY_SIGNING_KEY": str(calls_key(settings) / "private.pem"),
            "GATEWAY_SIGN_QUERIES": "false",  # the houses check the tokens themselves
            "GATEWAY_COST": "enforce",
        },
        is_vital=True,
    )


def write_supergraph_file(settings: RunSettings) -> Path:
    """The committed schema/supergraph.yaml with the addresses of this run."""
    source = ROOT / "schema" / "supergraph.yaml"
    content = yaml.safe_load(source.read_text(encoding="utf-8"))
    for service in SERVICES:
        entry = content["subgraphs"][service]
        entry["routing_url"] = f"{settings.url(service)}/graphql"
        copy = schema_file(settings, service)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text((source.parent / entry["schema"]["file"]).read_text(encoding="utf-8"), encoding="utf-8")
        entry["schema"] = {"file": str(copy)}
    target = settings.home / "supergraph.yaml"
    target.write_text(yaml.safe_dump(content, sort_keys=False, allow_unicode=True), encoding="utf-8")
    return target


def used_ports(settings: RunSettings) -> Mapping[str, int]:
    """Those that the parts of this run listen on."""
    return {part: port for part, port in settings.ports.items() if part not in SERVICES or part in settings.services}


def refuse_ports(host: str, ports: Mapping[str, int]) -> None:
    """Raises RunError naming every port that cannot be had, and why."""
    problems = [f"{why} ({part.upper()}_PORT)" for part, port in ports.items() if (why := refusal(host, part, port))]
    for port in sorted(set(ports.values())):
        wanted_by = [part for part, each in ports.items() if each == port]
        if len(wanted_by) > 1:
            problems.append(f"{' and '.join(wanted_by)} want the same port {port}")
    if problems:
        lines = "\n  ".join(problems)
        raise RunError(
            f"These ports are taken, or cannot be used:\n  {lines}\nEnd what listens there, or set other ports."
        )


def refusal(host: str, part: str, port: int) -> str | None:
    """Why the part cannot listen there; None when it can. Raises RunError for an address of another machine."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError:
            return f"{part} may not listen on port {port}: numbers below 1024 are for root"
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                return f"{part} wants port {port}, which is taken"
            raise RunError(f"RUN_HOST={host} is no address to listen on: {error.strerror}.") from error
    return None
