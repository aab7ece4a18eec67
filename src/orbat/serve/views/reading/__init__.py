"""The source reader: an account with its names marked, linked, and the statements beside their sentences."""

from orbat.serve.views.reading.page import Reader

__all__ = ["Reader"]
