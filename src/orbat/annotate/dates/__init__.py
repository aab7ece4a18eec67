"""The temporal tagger of orbat: `tag` on a text, `DatesComponent` in a pipeline."""

from orbat.annotate.dates.component import DatesComponent, make_dates
from orbat.annotate.dates.tagger import tag
from orbat.annotate.dates.temporal import Temporal

__all__ = ["DatesComponent", "Temporal", "make_dates", "tag"]
