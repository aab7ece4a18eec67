"""Seconds and peak memory of `orbat build`, from the start of the process to the files written.

python benchmarks/build.py samples/moscow-1941.md --runs 5 > benchmarks/results/build.json
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from orbat import __version__


def measure(sources: list[Path], options: list[str]) -> dict[str, object]:
    """One build in a process of its own: wall seconds, peak memory in MB, and the seconds of each room."""
    with tempfile.TemporaryDirectory() as scratch:
        out = Path(scratch) / "graph"
        command = [
            sys.executable,
            "-m",
            "orbat.cli",
            "build",
            *map(str, sources),
            "--out",
            str(out),
            "--quiet",
        ]
        start = time.perf_counter()
        process = subprocess.Popen([*command, *options])
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            sys.exit(f"orbat build ended with {process.returncode}")
        report = json.loads((out / "report.json").read_bytes())
    kilobyte = 1 if platform.system() == "Darwin" else 1024  # ru_maxrss is in bytes there, in kB elsewhere
    return {"seconds": seconds, "megabytes": usage.ru_maxrss * kilobyte / 1e6, "rooms": report["times"]}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sources", nargs="+", type=Path)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--jobs", default="1")
    args = parser.parse_args()
    runs = [measure(args.sources, ["--jobs", args.jobs]) for _ in range(args.runs)]
    seconds = [float(str(run["seconds"])) for run in runs]
    result = {
        "orbat": __version__,
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores",
        "sources": {path.name: path.stat().st_size for path in args.sources if path.is_file()},
        "jobs": int(args.jobs),
        "seconds": {"median": statistics.median(seconds), "least": min(seconds), "most": max(seconds)},
        "megabytes": max(float(str(run["megabytes"])) for run in runs),
        "runs": runs,
    }
    print(json.dumps(result, indent=2))


if __name__ == "__main__":
    main()
