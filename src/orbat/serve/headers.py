"""What every response says beside its content: who may read it, and what a page may do."""

from __future__ import annotations

from collections.abc import Sequence

_SELF = "'self'"
_POLICY = "content-security-policy"


def policy(*, style: Sequence[str] = (), img: Sequence[str] = (), worker: Sequence[str] = ()) -> str:
    """A content security policy: nothing from elsewhere, no inline script; and what a page needs beside that.

    A view passes it as the header `Content-Security-Policy` of its response, and says why.

    >>> policy(style=["'unsafe-inline'"]).split("; ")[2]
    "style-src 'self' 'unsafe-inline'"
    """
    parts = {
        "default-src": ["'none'"],
        "script-src": [_SELF],
        "style-src": [_SELF, *style],
        "img-src": [_SELF, "data:", *img],
        "connect-src": [_SELF],
        "manifest-src": [_SELF],
        "worker-src": [*worker] or ["'none'"],
        "form-action": [_SELF],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
    return "; ".join(f"{name} {' '.join(values)}" for name, values in parts.items())


CONTENT_SECURITY_POLICY = policy()
COMMON = (
    ("access-control-allow-origin", "*"),
    (
        "access-control-expose-headers",
        "ETag, Link, Retry-After, Location, Content-Encoding, X-Request-Id, Orbat-Row-Limit",
    ),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "cross-origin"),
    ("permissions-policy", "camera=(), geolocation=(), microphone=()"),
    ("referrer-policy", "no-referrer"),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
)
"""On every response."""
PREFLIGHT = (
    (b"access-control-allow-methods", b"GET, HEAD, POST, PUT, DELETE, QUERY, OPTIONS"),
    (b"access-control-allow-headers", b"Accept, Authorization, Content-Type, If-None-Match, X-Request-Id"),
    (b"access-control-max-age", b"86400"),
)
"""What a browser is told that asks whether it may ask."""

Raw = tuple[bytes, bytes]
_COMMON_RAW: tuple[Raw, ...] = tuple((name.encode(), value.encode()) for name, value in COMMON)
_DEFAULT_POLICY: Raw = (_POLICY.encode(), CONTENT_SECURITY_POLICY.encode())


def completed(headers: Sequence[Raw], request_id: str) -> list[Raw]:
    """`headers` with those that every response bears; a policy that the view has set stands."""
    found = [*headers, *_COMMON_RAW, (b"x-request-id", request_id.encode())]
    if not any(name == _DEFAULT_POLICY[0] for name, _ in headers):
        found.append(_DEFAULT_POLICY)
    return found


def head_bytes(status: str, headers: Sequence[tuple[str, str]]) -> bytes:
    """Status line and headers as they go over the wire, without date, request id and the empty line."""
    lines = [f"{name}: {value}" for name, value in (*headers, *COMMON, (_POLICY, CONTENT_SECURITY_POLICY))]
    return "\r\n".join((f"HTTP/1.1 {status}", *lines, "")).encode("latin-1")
