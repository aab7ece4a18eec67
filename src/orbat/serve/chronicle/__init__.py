"""What happened where and when: the events of a graph with their places, and who held which place.

`read` asks the graph, `holders` works out what changed hands, `document` writes JSON for the islands.
"""
