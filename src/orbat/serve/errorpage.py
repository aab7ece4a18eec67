"""What went wrong, as a page for readers; programs get the one error shape of `errors`."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from orbat.serve.errors import Problem, from_http, response, unexpected
from orbat.serve.formats import HTML
from orbat.serve.negotiate import negotiate
from orbat.serve.site import Site

_FOR_PROGRAMS = ("application/json", "text/plain")
_NO_PAGES = ("/api/", "/data/", "/dump/", "/graphs")
_NOT_FOUND = 404


@dataclass(frozen=True, slots=True)
class ErrorPage:
    """A page that says what was found, what was expected, and where to go on."""

    title: str
    problem: Problem


class ErrorPages:
    """Exception handlers that know who asks."""

    def __init__(self, site: Site) -> None:
        self._site = site

    async def handle(self, request: Request, error: Exception) -> Response:
        """A page for a browser that asked for one, data for everybody else."""
        problem = _problem(error)
        if not _wants_page(request):
            return response(problem, request.headers.get("accept"))
        try:
            urls = await self._site.urls(request)
        except Problem:  # the graph is not there: nothing to make links from
            return response(problem, request.headers.get("accept"))
        words = self._site.words
        title = words("error.not_found") if problem.status == _NOT_FOUND else words("error.other")
        headers = {"Cache-Control": "no-store", **problem.headers}
        return self._site.page("error.html", ErrorPage(title, problem), urls, problem.status, headers)


def _problem(error: Exception) -> Problem:
    if isinstance(error, Problem):
        return error
    return from_http(error) if isinstance(error, HTTPException) else unexpected()


def _wants_page(request: Request) -> bool:
    """Whether a reader looks at the answer: a browser's header, and an address that pages have."""
    accept = request.headers.get("accept")
    if request.method not in {"GET", "HEAD"} or request.url.path.startswith(_NO_PAGES):
        return False
    return negotiate(accept, (*_FOR_PROGRAMS, HTML)) == HTML
