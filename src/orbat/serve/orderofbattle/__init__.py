"""The order of battle: what held when, as far as the accounts tell; and the tree of a side on a day.

`read` asks the graph, `validity` works out from when to when each statement counts, `tree` shows a day,
`changes` compares two, `document` writes the whole history for the page's island.
"""
