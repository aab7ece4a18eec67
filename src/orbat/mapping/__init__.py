"""The room that puts things and statements into the ontology's terms: a `Resolution` in, quads out."""

from orbat.mapping.provenance import provenance
from orbat.mapping.quads import Quad, quads

__all__ = ["Quad", "provenance", "quads"]
