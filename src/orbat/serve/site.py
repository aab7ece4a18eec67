"""What the endpoints share: settings, engine, templates, ready queries; and how a page is rendered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import TYPE_CHECKING

import jinja2
from starlette.requests import Request
from starlette.responses import Response

from orbat.serve.accounts import Accounts
from orbat.serve.dates import plain_date
from orbat.serve.documents import Documents
from orbat.serve.engine import Engine
from orbat.serve.index import Indexes
from orbat.serve.rendered import RenderedPage
from orbat.serve.settings import Settings
from orbat.serve.statements.kinds import term_label
from orbat.serve.updates import Updates
from orbat.serve.urls import Urls
from orbat.serve.words import Words, confidence, interface, number
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
    updates: Updates
    queries: Mapping[str, ReadyQuery]
    templates: jinja2.Environment
    accounts: Accounts = field(default_factory=Accounts)
    documents: Documents = field(default_factory=Documents)
    indexes: Indexes = field(default_factory=Indexes)
    words: Words = field(default_factory=interface)

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
        return RenderedPage(body, status, headers or {})


def environment(*, live: bool = True) -> jinja2.Environment:
    """The templates: everything is escaped, and a name that the context lacks is an error.

    They see `live`: whether a server answers the page's reader, which is not so in a static edition.
    """
    found = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.globals["live"] = live
    found.filters["number"] = number
    found.filters["plain_date"] = plain_date
    words = interface()
    found.globals["t"] = words
    found.globals["words_json"] = words.section_json
    found.globals["has_bundle"] = _has_bundle
    found.globals["role_label"] = term_label
    found.globals["confidence"] = confidence
    return found


def _has_bundle(file: str) -> bool:
    """Whether the build of the islands has made `file`; pages do without those that it has not."""
    return (STATIC / "dist" / file).is_file()
