"""Development only: the page of the embedded issuer, on which a visitor becomes one of the demo persons."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from urllib.parse import urlsplit

from gateway.identity.signing import Persona

STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; max-width: 44rem; margin: 2rem auto; padding: 0 1rem; color: #1a1a1a; }
ul { list-style: none; padding: 0; }
button { display: block; width: 100%; text-align: left; font: inherit; padding: .7rem 1rem; margin: 0 0 .5rem;
  border: 1px solid #767676; border-radius: 6px; background: #fff; color: inherit; cursor: pointer; }
button:hover, button:focus-visible { outline: 3px solid #1a4f8a; }
small { display: block; color: #4a4a4a; }
"""


def login_page(personas: Iterable[Persona], asked: Mapping[str, str], acr: str) -> str:
    """Each person is a button; ``asked``: the parameters of the request, which go along. ``acr``: the level asked
    for.
    """
    hidden = "".join(
        f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">' for name, value in asked.items()
    )
    level = f"<p>The relying party asks for the level <code>{escape(acr)}</code>; whoever you choose will have it.</p>"
    return _page(
        "Log in",
        "<h1>Log in as a demo person</h1><p>Development only: there are no passwords, and nobody here is real.</p>"
        + (level if acr else "")
        + f'<form method="post" action="/auth/authorize">{hidden}<ul>'
        + "".join(_button(each) for each in personas)
        + "</ul></form>",
    )


def said_page(heading: str, text: str) -> str:
    """A sentence, where there is nothing to choose."""
    return _page(heading, f"<h1>{escape(heading)}</h1><p>{escape(text)}</p>")


def protection(redirect: str | None = None) -> dict[str, str]:
    """Headers of such a page. ``redirect``: where its form may lead to in the end."""
    parts = urlsplit(redirect) if redirect else None
    target = f" {parts.scheme}://{parts.netloc}" if parts else ""
    return {
        "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; "
        f"frame-ancestors 'none'; form-action 'self'{target}",
        "cache-control": "no-store",
        "referrer-policy": "no-referrer",
        "x-content-type-options": "nosniff",
    }


def _button(persona: Persona) -> str:
    about = f'<small lang="de">{escape(persona.description)}</small>' if persona.description else ""
    name = f"<strong>{escape(persona.name)}</strong>"
    return f'<li><button name="persona" value="{escape(persona.id)}">{name}{about}</button></li>'


def _page(title: str, content: str) -> str:
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><style>{STYLE}</style></head>'
        f"<body><main>{content}</main></body></html>"
    )
