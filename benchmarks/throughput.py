"""Words a second of orbat's reading, facts included, beside the bare spaCy pipeline of the same model.

python benchmarks/throughput.py FOLDER --runs 3 > benchmarks/results/throughput.json

FOLDER holds texts (.txt, .md) or TimeML (.tml), which is stripped of its tags. Both sides run in this one
process on one thread, in turn, run by run, loading not timed; the ratio is that of the medians. A second part
reads N, 2N and 4N documents in processes of their own and gives the memory that each needed at its most.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import spacy

from orbat import __version__
from orbat.annotate import DEFAULT_MODEL, annotate_text, load_pipeline
from orbat.annotate.pipeline import installed
from orbat.evaluate.gold import read_timeml
from orbat.extract import extract
from orbat.model import Source
from orbat.read import read_source
from orbat.repair import repair

MEGABYTE = 1e6


def texts(folder: Path) -> list[str]:
    """The texts of a folder, in the order of their names."""
    found = [read_timeml(path)[0] for path in sorted(folder.rglob("*.tml"))]
    paths = (path for path in sorted(folder.rglob("*")) if path.suffix in {".txt", ".md"})
    return found + [read_source(path, path.name).text for path in paths]


def reader(model: str) -> Callable[[str], object]:
    """What `orbat build` does with one document: repair, annotate, extract."""
    nlp = load_pipeline(model)

    def read(text: str) -> object:
        clean = repair(Source("document/x", "x.txt", text, ""))
        return extract(annotate_text(nlp, clean.text), clean)

    return read


def seconds(work: Callable[[str], object], corpus: Sequence[str]) -> float:
    """Processor seconds that `work` takes on all texts."""
    start = time.process_time()
    for text in corpus:
        work(text)
    return time.process_time() - start


def speeds(corpus: Sequence[str], model: str, runs: int) -> dict[str, object]:
    """Words a second of both sides in each run, and the ratio of their medians."""
    words = sum(len(text.split()) for text in corpus)
    sides: dict[str, Callable[[str], object]] = {"spacy": installed(model), "orbat": reader(model)}
    for work in sides.values():
        work(corpus[0][:2000])  # what is built on first use
    rates: dict[str, list[float]] = {side: [] for side in sides}
    for _ in range(runs):
        for side, work in sides.items():
            rates[side].append(words / seconds(work, corpus))
    medians = {side: statistics.median(found) for side, found in rates.items()}
    shown = {
        side: {"median": round(medians[side]), "least": round(min(found)), "most": round(max(found))}
        for side, found in rates.items()
    }
    return {
        "words": words,
        "runs": runs,
        "words a second": shown,
        "ratio": round(medians["orbat"] / medians["spacy"], 3),
    }


def peak(folder: Path, model: str, documents: int) -> float:
    """Megabytes that a process needs at most that reads so many documents, the texts of `folder` in turn."""
    command = [sys.executable, __file__, str(folder), "--model", model, "--documents", str(documents)]
    process = subprocess.Popen(command)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"reading {documents} documents ended with {process.returncode}")
    kilobyte = 1 if platform.system() == "Darwin" else 1024  # ru_maxrss is in bytes there, in kB elsewhere
    return round(usage.ru_maxrss * kilobyte / MEGABYTE, 1)


def read_many(corpus: Sequence[str], model: str, documents: int) -> None:
    """Reads documents one after the other and keeps nothing of them."""
    read = reader(model)
    for number in range(documents):
        read(corpus[number % len(corpus)])


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--model", default=DEFAULT_MODEL)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--documents", type=int, help="only read so many documents, and say nothing")
    args = parser.parse_args()
    corpus = texts(args.folder)
    if args.documents:
        read_many(corpus, args.model, args.documents)
        return
    sizes = [len(corpus), 2 * len(corpus), 4 * len(corpus)]
    result = {
        "orbat": __version__,
        "spacy": spacy.__version__,
        "model": args.model,
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores",
        "texts": len(corpus),
        **speeds(corpus, args.model, args.runs),
        "megabytes at most, by documents read": {
            str(size): peak(args.folder, args.model, size) for size in sizes
        },
    }
    print(json.dumps(result, indent=2))


if __name__ == "__main__":
    main()
