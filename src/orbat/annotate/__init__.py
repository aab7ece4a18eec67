"""annotate: clean text in, a spaCy `Doc` with orbat's span groups out."""

from orbat.annotate.pipeline import DEFAULT_MODEL, annotate, annotate_text, load_pipeline

__all__ = ["DEFAULT_MODEL", "annotate", "annotate_text", "load_pipeline"]
