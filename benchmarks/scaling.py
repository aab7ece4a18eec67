"""How time grows with input, for the code that reads what strangers send: the ratio for ten times the size.

About 10 is linear; 100 would be quadratic. Prints one JSON object: seconds for the smaller input, and ratios.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable

from orbat.model import Source
from orbat.repair import repair
from orbat.store.query import refuse_service
from orbat.store.scan import outline

MARKS = (
    "a",
    "*",
    "[",
    "`",
    "\\",
    "<!--",
    "Ã©",
    "a-",
    "a'",
    "[a](",
    "x ",
    "-\n",
    "12\n",
    "> ",
    "|-",
    "¨¡",
    '."',
)
QUERIES = ("SERVICE <", "'''", '"""\\"', "<'", "SERVICE ", "{", "#", "\\", "<a>", "''", "a.", "@a-", "é.")
COMPACT = ("a.", "a:", ".", "@a-", ":", "é.")


def seconds(work: Callable[[str], object], text: str) -> float:
    """Processor seconds that `work` takes, the least of three."""
    times = []
    for _ in range(3):
        start = time.process_time()
        work(text)
        times.append(time.process_time() - start)
    return min(times)


def growth(work: Callable[[str], object], pieces: tuple[str, ...], size: int) -> dict[str, dict[str, float]]:
    """For each piece repeated to `size` characters: seconds, and how much longer ten times that takes."""
    rows = {}
    for piece in pieces:
        small, large = (seconds(work, piece * (n // len(piece))) for n in (size, 10 * size))
        rows[piece] = {"seconds": round(small, 4), "ratio": round(large / max(small, 1e-6), 1)}
    return rows


def mend(media_type: str) -> Callable[[str], object]:
    """Repairs a text of that media type."""
    return lambda text: repair(Source("document/x", "x", text, "", media_type=media_type))


def main() -> None:
    """Measures all and prints them."""
    results = {
        "repair, plain text": growth(mend("text/plain"), MARKS, 20_000),
        "repair, Markdown": growth(mend("text/markdown"), MARKS, 20_000),
        "the endpoint's scan of a query": growth(lambda text: outline("SERVICE " + text), QUERIES, 5_000),
        "the command line's scan of a query": growth(
            lambda text: refuse_service(outline(text), text), COMPACT, 20_000
        ),
    }
    print(json.dumps(results, indent=2, ensure_ascii=False))


if __name__ == "__main__":
    main()
