"""Repairing: a `Source` in, its `CleanText` out, with an `OffsetMap` back to the file's characters."""

from orbat.repair.pipeline import repair

__all__ = ["repair"]
