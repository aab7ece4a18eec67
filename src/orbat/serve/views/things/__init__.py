"""The pages about things: one design for each kind."""

from orbat.serve.views.things.page import thing_response

__all__ = ["thing_response"]
