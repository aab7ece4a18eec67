"""orbat turns accounts of wars into a linked-data knowledge graph and serves it."""

__version__ = "0.1.0"
