"""Who may change the graph: whoever shows the token (RFC 6750), where there is one at all."""

from __future__ import annotations

import hashlib
import hmac
import re
from pathlib import Path

from orbat.errors import ServeError
from orbat.serve.errors import Problem
from orbat.serve.settings import Settings

SHORTEST = 16
"""Characters of a token at least: fewer can be guessed."""
_TOKEN = re.compile(r"[A-Za-z0-9\-._~+/]+=*")


def may_write(settings: Settings, authorization: str | None) -> None:
    """Returns if updates are taken from the sender of this `Authorization` header.

    Raises `Problem`: 403 where none are taken, 401 without a token, 403 with a wrong one.
    """
    if settings.write_token is None:
        raise Problem(403, "read-only", "This server is read-only: it answers queries and takes no updates.")
    scheme, _, given = (authorization or "").strip().partition(" ")
    if scheme.lower() != "bearer" or not given.strip():
        raise Problem(
            401,
            "token-required",
            "Updates need this server's token, sent as `Authorization: Bearer TOKEN`.",
            headers={"WWW-Authenticate": 'Bearer realm="orbat"'},
        )
    if not hmac.compare_digest(_digest(given.strip()), _digest(settings.write_token)):
        raise Problem(
            403,
            "wrong-token",
            "The token is not this server's.",
            headers={"WWW-Authenticate": 'Bearer realm="orbat", error="invalid_token"'},
        )


def writes(settings: Settings, authorization: str | None) -> bool:
    """Whether updates are taken from the sender of this `Authorization` header."""
    try:
        may_write(settings, authorization)
    except Problem:
        return False
    return True


def read_token(path: Path) -> str:
    """The token in a file, without the white space around it. Raises `ServeError`, which never quotes it."""
    try:
        token = path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ServeError(f"the token file {path} cannot be read: {error}") from error
    if len(token) < SHORTEST:
        raise ServeError(f"{path} holds a token of {len(token)} characters; expected {SHORTEST} or more")
    if not _TOKEN.fullmatch(token):
        raise ServeError(f"{path} holds no token; expected one word of letters, digits and -._~+/=")
    return token


def _digest(token: str) -> bytes:
    """Of one length whatever the token's, so that comparing tells nothing of that either."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()
