"""What the endpoints share: settings, engine, templates, ready queries; and how a page is rendered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING

import jinja2
from starlette.requests import Request
from starlette.responses import Response

from orbat.serve.engine import REVALIDATE, Engine
from orbat.serve.settings import Settings
from orbat.serve.urls import Urls
from orbat.serve.words import number, plain_date
from orbat.store.queries import ReadyQuery

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

_HERE = Path(__file__).resolve().parent
TEMPLATES = _HERE / "templates"
STATIC = _HERE / "static"


@dataclass(frozen=True, slots=True)
class Site:
    """The server as its endpoints see it."""

    settings: Settings
    engine: Engine
    queries: Mapping[str, ReadyQuery]
    templates: jinja2.Environment

    async def urls(self, request: Request) -> Urls:
        """The links for the graph that is served now."""
        generation = await self.engine.keeper.current()
        seen = f"{request.url.scheme}://{request.url.netloc}"
        return Urls.of(self.settings.public_url, self.settings.root_path, seen, generation.base_iri)

    def page(
        self,
        template: str,
        context: DataclassInstance,
        urls: Urls,
        status: int = 200,
        headers: Mapping[str, str] | None = None,
    ) -> Response:
        """`template` with what `context` holds."""
        values = {field.name: getattr(context, field.name) for field in fields(context)}
        body = self.templates.get_template(template).render(**values, urls=urls)
        common = {"Cache-Control": REVALIDATE, "Vary": "Accept, Accept-Encoding", **(headers or {})}
        return Response(body, status, common, media_type="text/html")


def environment() -> jinja2.Environment:
    """The templates: everything is escaped, and a name that the context lacks is an error."""
    found = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.filters["number"] = number
    found.filters["plain_date"] = plain_date
    return found
