"""What a worker says when it does not answer."""

from __future__ import annotations

import json


class Refusal(Exception):  # noqa: N818  (it is an answer, not a defect)
    """A job that is answered with a problem: HTTP status, code, message, detail."""

    def __init__(self, status: int, code: str, message: str, detail: str | None = None) -> None:
        super().__init__(message)
        self.status, self.code, self.message, self.detail = status, code, message, detail

    def encode(self) -> bytes:
        """The refusal as a frame's content: keyword arguments of `errors.Problem`."""
        return json.dumps(
            {"status": self.status, "code": self.code, "message": self.message, "detail": self.detail}
        ).encode()
