"""What the server says when it cannot answer: one exception, one shape, nothing of the inside.

A `Problem` names the status, a code for programs, a sentence for people, and, where the caller can use it, a
detail. It is answered as `{"error": {"status", "code", "message", "detail"?}}`, or as plain text to a client
that does not take JSON.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from orbat.serve.negotiate import negotiate

_JSON, _TEXT = "application/json", "text/plain"
_CODES = {400: "bad-request", 404: "not-found", 405: "method-not-allowed", 413: "too-large"}


class Problem(Exception):  # noqa: N818  (it is an answer, not a defect)
    """An answer other than the one asked for: `status` is HTTP's, `code` stays the same across versions."""

    def __init__(
        self,
        status: int,
        code: str,
        message: str,
        detail: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.detail = detail
        self.headers = dict(headers or {})

    def body(self) -> dict[str, dict[str, str | int]]:
        """The one error shape."""
        error: dict[str, str | int] = {"status": self.status, "code": self.code, "message": self.message}
        if self.detail:
            error["detail"] = self.detail
        return {"error": error}


def busy(message: str, code: str = "overloaded") -> Problem:
    """The server has too much to do; the caller may come again."""
    return Problem(503, code, message, headers={"Retry-After": "2"})


class GenerationLostError(Problem):
    """The processes that were to answer are gone; others are about to take their place."""

    def __init__(self) -> None:
        super().__init__(503, "loading", "The graph is being loaded anew.", headers={"Retry-After": "2"})


def past_deadline(seconds: float) -> Problem:
    """The query was stopped at the deadline."""
    return Problem(
        503,
        "timeout",
        f"The query was stopped after {seconds:g} seconds, which is this server's limit.",
        "Ask for less: add a LIMIT, bind a subject or a predicate, or avoid patterns that share no variable.",
    )


def engine_lost() -> Problem:
    """The worker died over the query: out of memory, or nested deeper than its stack."""
    return Problem(
        503,
        "resources-exceeded",
        "The query needed more memory or depth than this server gives to one query, and was stopped.",
    )


def client_gone() -> Problem:
    """Nobody is there to read an answer any more."""
    return Problem(499, "client-gone", "The client hung up.")


def outweighed() -> Problem:
    """The query was stopped because all queries together took too much memory, and this one most."""
    return busy("The queries under way take more memory than there is; this one took most.", "out-of-memory")


def not_found(what: str) -> Problem:
    """There is nothing by that name."""
    return Problem(404, "not-found", f"{what} is not in this graph.")


def response(problem: Problem, accept: str | None) -> Response:
    """`problem` as a response that the client can read."""
    headers = {"Cache-Control": "no-store", "Vary": "Accept", **problem.headers}
    if negotiate(accept, (_JSON, _TEXT)) != _TEXT or accept is None:
        body = json.dumps(problem.body(), ensure_ascii=False).encode()
        return Response(body, problem.status, headers, media_type=_JSON)
    text = problem.message if problem.detail is None else f"{problem.message}\n{problem.detail}"
    return Response(text + "\n", problem.status, headers, media_type=_TEXT)


def from_http(error: HTTPException) -> Problem:
    """Starlette's own refusals (no such route, method not allowed) as a problem."""
    code = _CODES.get(error.status_code, "error")
    return Problem(error.status_code, code, error.detail, headers=error.headers)


async def on_problem(request: Request, error: Exception) -> Response:
    """Exception handler for `Problem`."""
    problem = error if isinstance(error, Problem) else unexpected()
    return response(problem, request.headers.get("accept"))


async def on_unexpected(request: Request, _: Exception) -> Response:
    """Exception handler for a defect of ours: the log has the traceback, the caller a plain sentence."""
    return response(unexpected(), request.headers.get("accept"))


def unexpected() -> Problem:
    """A defect of ours."""
    return Problem(500, "internal", "Something went wrong in the server; its log says what.")
