"""The server: SPARQL protocol, linked data and pages over a graph that was built, read-only.

Queries run in worker processes that can be killed; see `pool` for who runs when, `zygote` for where workers
come from. This package imports nothing by itself, so that a worker starts fast.
"""
