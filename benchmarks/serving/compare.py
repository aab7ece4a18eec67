"""Our endpoint, the Oxigraph server and rdflib-endpoint on one graph and the same queries, in one run.

    pip install oxigraph rdflib-endpoint uvicorn      # into any environment; name its bin folder with --tools
    apt-get install wrk                               # the load generator
    python benchmarks/serving/compare.py --tools /path/to/bin > benchmarks/results/serving.json

Rounds take turns between the servers, so that whatever else the machine does hits all; medians are compared.
`unique` queries are new to every cache, `repeated` ones are all the same. `hostile`: point lookups beside six
queries that would run for hours. rdflib-endpoint holds a tenth of the graph and answers lookups only. A table
goes to the standard error, one JSON object to the standard output.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from urllib.parse import quote

import synthetic
from servers import Running, running
from synthetic import HOSTILE, QUESTIONS, Question

from orbat import __version__

_JSON = "application/sparql-results+json"
_TIMEOUT = 5
Load = dict[str, float]
Measured = dict[str, dict[str, dict[str, list[Load]]]]
"""By server, kind of question and question: what each round gave."""


def load(server: Running, query: str, entities: int, seconds: float, clients: int, seed: int) -> Load:
    """What `clients` see who ask for `seconds`; requests a second under "rate", the
    server's processor time a request in microseconds under "processor", milliseconds elsewhere."""
    environment = {
        "LOAD_PATH": server.path(quote(query, safe="").replace("%40", "@")),
        "LOAD_HOST": f"127.0.0.1:{server.port}",
        "LOAD_ACCEPT": _JSON,
        "LOAD_ENTITIES": str(max(entities, 1)),
        "LOAD_SEED": str(seed),
    }
    command = ["wrk", "-t1", f"-c{clients}", f"-d{seconds:g}s", "--timeout", "60s"]
    command += ["-s", str(Path(__file__).with_name("load.lua")), f"http://127.0.0.1:{server.port}"]
    before = server.processor
    done = subprocess.run(
        command, env={**os.environ, **environment}, capture_output=True, text=True, check=True
    )
    found: Load = json.loads(done.stdout.rpartition("JSON")[2])
    found["processor"] = round(1e6 * (server.processor - before) / max(found["requests"], 1), 1)
    found["rate"] = round(found["requests"] / found["seconds"], 2)
    return found


@contextlib.contextmanager
def hostile(server: Running, seed: int) -> Iterator[list[int]]:
    """Keeps six hostile queries under way; gives how many ended so far, by what was answered."""
    stop = threading.Event()
    ended: list[int] = []

    def insist(query: str, number: int) -> None:
        count = 0
        while not stop.is_set():
            count += 1
            line = http.client.HTTPConnection("127.0.0.1", server.port, timeout=_TIMEOUT * 2)
            try:
                asked = quote(f"{query} # {seed} {number} {count}", safe="")
                line.request("GET", server.path(asked), headers={"Accept": _JSON})
                answer = line.getresponse()
                while not stop.is_set() and answer.read(1 << 16):
                    pass
                ended.append(answer.status)
            except (OSError, http.client.HTTPException):
                ended.append(0)
            finally:
                line.close()
            stop.wait(0.2)

    threads = [
        threading.Thread(target=insist, args=(each, at), daemon=True) for at, each in enumerate(HOSTILE)
    ]
    for thread in threads:
        thread.start()
    time.sleep(1.0)
    try:
        yield ended
    finally:
        stop.set()


def measure(options: argparse.Namespace, servers: list[Running]) -> Measured:
    """All rounds: for each server, kind of question and question, what each round gave."""
    found: Measured = {}
    asked = [each for each in QUESTIONS if not options.only or each.name in options.only]
    for round_ in range(options.rounds):
        for question in asked:
            for kind in ("unique", "repeated"):
                for server in servers:
                    if server.name == "rdflib-endpoint" and (kind, question.name) != ("unique", "lookup"):
                        continue
                    rows = (
                        found.setdefault(server.name, {}).setdefault(kind, {}).setdefault(question.name, [])
                    )
                    rows.append(_one(server, kind, question, options, round_))
                    _say(
                        f"round {round_ + 1} {server.name} {kind} {question.name}: {rows[-1]['rate']:,.1f}/s"
                    )
    return found


def _one(server: Running, kind: str, question: Question, options: argparse.Namespace, round_: int) -> Load:
    quads = options.quads // 10 if server.name == "rdflib-endpoint" else options.quads
    query = question.unique if kind == "unique" else question.repeated
    entities = synthetic.units(quads) // question.among
    seed = int(time.time() * 10) % 1_000_000 + round_
    return load(server, query, entities, options.seconds, options.clients, seed)


def under_fire(options: argparse.Namespace, server: Running) -> dict[str, object]:
    """Point lookups alone and beside six hostile queries."""
    lookup = QUESTIONS[0]
    entities = synthetic.units(options.quads)
    quiet, fire = [], []
    answered: list[int] = []
    for round_ in range(options.rounds):
        seed = int(time.time() * 10) % 1_000_000 + 7 * round_
        quiet.append(load(server, lookup.unique, entities, options.seconds, options.clients, seed))
        with hostile(server, seed) as ended:
            fire.append(load(server, lookup.unique, entities, 2 * options.seconds, options.clients, seed + 1))
            answered += ended
        time.sleep(_TIMEOUT + 1)
        _say(f"round {round_ + 1} {server.name} hostile: p95 {quiet[-1]['p95']} -> {fire[-1]['p95']} ms")
    bound = max(250.0, 4 * _median(quiet, "p95"))
    return {
        "quiet": quiet,
        "beside six hostile queries": fire,
        "p95 quiet": _median(quiet, "p95"),
        "p95 hostile": _median(fire, "p95"),
        "p95 bound": bound,
        "held": _median(fire, "p95") <= bound,
        "lookups lost": sum(each["lost"] + each["not_ok"] for each in fire),
        "hostile answered": {str(status): answered.count(status) for status in sorted(set(answered))},
    }


def ratios(found: Measured) -> dict[str, dict[str, object]]:
    """Ours over the Oxigraph server's, round by round: the median, and the medians themselves."""
    table: dict[str, dict[str, object]] = {}
    for kind, questions in found.get("orbat", {}).items():
        for name, ours in questions.items():
            row: dict[str, object] = {"orbat": _median(ours, "rate")}
            for other in ("oxigraph", "rdflib-endpoint"):
                theirs = found.get(other, {}).get(kind, {}).get(name)
                if theirs:
                    pairs = [a["rate"] / max(b["rate"], 0.01) for a, b in zip(ours, theirs, strict=True)]
                    row[other] = _median(theirs, "rate")
                    row[f"ratio to {other}"] = round(statistics.median(pairs), 2)
            table[f"{name}, {kind}"] = row
    return table


def _median(rows: list[Load], what: str) -> float:
    return statistics.median(each[what] for each in rows)


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _versions(tools: Path | None) -> dict[str, str]:
    said = {"orbat": __version__, "pyoxigraph": version("pyoxigraph"), "python": platform.python_version()}
    for program in ("oxigraph", "rdflib-endpoint"):
        path = str(tools / program) if tools else program
        with contextlib.suppress(OSError):
            done = subprocess.run([path, "--version"], capture_output=True, text=True, check=False)
            said[program] = done.stdout.strip() or "not known"
    return said


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quads", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=4.0)
    parser.add_argument("--clients", type=int, default=16)
    parser.add_argument("--tools", type=Path, help="folder with the programs oxigraph and rdflib-endpoint")
    parser.add_argument("--servers", nargs="*", default=["orbat", "oxigraph", "rdflib-endpoint"])
    parser.add_argument("--only", nargs="*", help="names of questions")
    parser.add_argument("--no-hostile", action="store_true")
    parser.add_argument("--folder", type=Path, help="where the graph is made, and left for the next run")
    options = parser.parse_args()
    if shutil.which("wrk") is None:
        sys.exit("this needs wrk, the load generator: apt-get install wrk")
    with contextlib.ExitStack() as stack:
        scratch = options.folder or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        folder = scratch / f"quads-{options.quads}"
        synthetic.write(folder, options.quads)
        small = scratch / f"quads-{options.quads // 10}"
        if "rdflib-endpoint" in options.servers:
            synthetic.write(small, options.quads // 10)
        servers = [
            stack.enter_context(
                running(name, small if name == "rdflib-endpoint" else folder, _TIMEOUT, options.tools)
            )
            for name in options.servers
        ]
        found = measure(options, servers)
        fire = (
            {}
            if options.no_hostile
            else {each.name: under_fire(options, each) for each in servers if each.name != "rdflib-endpoint"}
        )
        memory = {each.name: round(each.megabytes) for each in servers}
    table = ratios(found)
    for name, row in table.items():
        _say(f"{name:32}" + "  ".join(f"{key} {value}" for key, value in row.items()))
    for name, row in fire.items():
        said = {key: value for key, value in row.items() if not isinstance(value, list)}
        _say(f"hostile, {name}: {said}")
    result = {
        "versions": _versions(options.tools),
        "system": f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores shared with the load",
        "quads": options.quads,
        "clients": options.clients,
        "rounds": options.rounds,
        "seconds": options.seconds,
        "table": table,
        "hostile": fire,
        "megabytes at the end": memory,
        "measured": found,
    }
    print(json.dumps(result, indent=2))


if __name__ == "__main__":
    main()
