"""Updates beside a version of a graph: kept whole, read back, folded into a version of their own."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from orbat.errors import ServeError
from orbat.store import GraphFolder, Quad, load_memory, open_disk, open_graph, rendered, write
from orbat.store.fold import fold
from orbat.store.folder import HOME, locked
from orbat.store.journal import (
    Journal,
    SupersededError,
    apply,
    difference,
    entries_of,
    journal_path,
    parsed,
    snapshot,
    writer,
)

Make = Callable[[int], tuple[Quad, ...]]


def node(name: str) -> ox.NamedNode:
    return ox.NamedNode(f"urn:{name}")


def line(n: int) -> bytes:
    return b'+ <urn:s> <urn:n> "%d" <urn:g> .\n' % n


@pytest.fixture
def folder(small: Make, tmp_path: Path) -> Path:
    write(small(3), tmp_path / "g", {"count": 3})
    return tmp_path / "g"


def journal(folder: Path) -> Journal:
    return Journal(folder, open_graph(folder).home.name)


def held(folder: Path) -> set[int]:
    """The numbers that the updates of a folder have left."""
    found = load_memory(folder).quads_for_pattern(node("s"), node("n"), None)
    return {int(quad.object.value) for quad in found}


_TERMS = st.sampled_from([node("a"), node("b"), ox.BlankNode("x"), ox.BlankNode("y"), ox.Literal('é\n"\r')])
_QUADS = st.sets(
    st.builds(
        ox.Quad,
        st.sampled_from([node("a"), ox.BlankNode("x"), ox.BlankNode("y")]),
        st.sampled_from([node("p"), node("q")]),
        _TERMS,
        st.sampled_from([ox.DefaultGraph(), node("g"), ox.BlankNode("x")]),
    ),
    max_size=6,
)


@given(_QUADS, _QUADS, st.booleans(), st.booleans())
def test_a_difference_leads_from_one_graph_to_the_other(
    before: set[ox.Quad], after: set[ox.Quad], empty_before: bool, empty_after: bool
) -> None:
    one, other = ox.Store(), ox.Store()
    one.extend(before)
    other.extend(after)
    for store, empty in ((one, empty_before), (other, empty_after)):
        if empty:
            store.add_graph(node("empty"))
    apply(one, parsed(difference(snapshot(one), snapshot(other))))
    assert snapshot(one) == snapshot(other)
    assert difference(snapshot(one), snapshot(other)) == b""


def test_entries_come_back_and_change_the_version(folder: Path) -> None:
    before = open_graph(folder)
    own = journal(folder)
    versions = [before.version, own.append(line(1)).version, own.append(line(2)).version]
    assert len(set(versions)) == 3
    graph = open_graph(folder)
    assert (graph.updates, graph.version, graph.home) == (2, versions[-1], before.home)
    assert held(folder) == {1, 2}
    assert journal(folder).version == versions[-1]


def test_the_same_updates_give_the_same_version_and_others_another(small: Make, tmp_path: Path) -> None:
    found = []
    for name, number in (("a", 1), ("b", 1), ("c", 2)):
        write(small(3), tmp_path / name, {})
        found.append(journal(tmp_path / name).append(line(number)).version)
    assert found[0] == found[1] != found[2]


@pytest.mark.parametrize(
    "rest", [b"@", b"@ 12", b"@ 5 " + b"0" * 64 + b"\n", b"@ 5 " + b"0" * 64 + b"\n+ <a>", b"x\n"]
)
def test_what_a_kill_cut_short_is_no_entry_and_is_written_over(folder: Path, rest: bytes) -> None:
    own = journal(folder)
    own.append(line(1))
    with own.path.open("ab") as file:
        file.write(rest)
    assert held(folder) == {1}
    journal(folder).append(line(2))
    assert held(folder) == {1, 2}
    assert len(list(entries_of(own.path, open_graph(folder).home.name))) == 2


def test_folding_makes_files_that_hold_the_updates(folder: Path) -> None:
    before = open_graph(folder)
    own = journal(folder)
    own.append(
        b'+ <urn:s> <urn:n> _:b <urn:g> .\n+ _:b <urn:n> "1" .\n+ graph <urn:empty>\n+ graph <urn:g>\n'
    )
    own.append(b'- _:b <urn:n> "1" .\n+ _:b <urn:n> "2" .\n')
    stood = load_memory(folder)
    assert fold(folder)
    graph = open_graph(folder)
    assert (graph.updates, graph.report()) == (0, before.report())
    assert graph.quads == len(stood) == len(open_disk(folder)) == (before.quads or 0) + 2
    text = graph.nquads.read_text()
    assert "<urn:s> <urn:n> _:c14n0 <urn:g> ." in text
    assert text.splitlines() == sorted(text.splitlines())
    assert load_memory(folder).contains_named_graph(node("empty"))
    assert own.superseded()
    assert not fold(folder)


def test_exports_hold_updates_that_are_not_in_the_files_yet(folder: Path) -> None:
    journal(folder).append(line(7))
    exported = rendered(open_graph(folder), "nquads")
    assert b'<urn:s> <urn:n> "7" <urn:g> .' in exported
    fold(folder)
    assert rendered(open_graph(folder), "nquads") == exported == open_graph(folder).nquads.read_bytes()


def test_a_journal_ends_with_its_version(folder: Path, small: Make) -> None:
    own = journal(folder)
    own.append(line(1))
    write(small(4), folder, {"count": 4})
    with pytest.raises(SupersededError):
        own.append(line(2))
    assert held(folder) == set()


def test_a_build_of_the_same_graph_ends_the_journal_too(folder: Path, small: Make) -> None:
    own = journal(folder)
    own.append(line(1))
    write(small(3), folder, {"count": 3})
    with pytest.raises(SupersededError):
        own.append(line(2))
    assert held(folder) == set()
    journal(folder).append(line(3))
    assert held(folder) == {3}


def test_a_sweep_removes_journals_of_versions_that_are_gone(folder: Path, small: Make) -> None:
    own = journal(folder)
    own.append(line(1))
    for count in (4, 5):
        write(small(count), folder, {"count": count})
    assert not own.path.exists()


def test_nothing_is_appended_while_a_build_writes(folder: Path) -> None:
    own = journal(folder)
    program = (
        "import sys; from pathlib import Path; from orbat.store.folder import locked\n"
        "with locked(Path(sys.argv[1]), wait=True): print('held', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, folder / HOME], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"held\n"
        with pytest.raises(BlockingIOError):
            own.append(line(1))
        process.communicate()
    with locked(folder / HOME, wait=True):
        pass
    own.append(line(1))


def test_a_folder_has_one_writer(folder: Path) -> None:
    with writer(folder), pytest.raises(ServeError, match="one writer"), writer(folder):
        pass


def test_a_folder_without_versions_has_no_journal(graph: GraphFolder, tmp_path: Path) -> None:
    (tmp_path / "bare").mkdir()
    (tmp_path / "bare" / "graph.nq").write_bytes(graph.nquads.read_bytes())
    assert open_graph(tmp_path / "bare").entries() == ()
    assert not journal_path(tmp_path / "bare", "x").exists()


_UPDATES = """
import os, sys
from pathlib import Path

from orbat.store.fold import fold
from orbat.store.journal import Journal
from orbat.store.open import open_graph
folder = Path(sys.argv[1])
for order in sys.stdin:
    child = os.fork()
    if child:
        print(child, flush=True)
        os.waitpid(child, 0)
        print("gone", flush=True)
        continue
    n = int(order)
    while True:
        journal = Journal(folder, open_graph(folder).home.name)
        for _ in range(4):
            rows = "".join(f'+ <urn:s> <urn:{part}> "{n}" <urn:g> .\\n' for part in ("n", "m"))
            journal.append(rows.encode())
            print(n, flush=True)
            n += 1
        fold(folder)
"""
"""For each number that it reads, a process that appends from there on and folds now and then."""


@pytest.mark.slow
def test_a_kill_at_any_moment_loses_no_update_that_was_answered(folder: Path) -> None:
    moments = random.Random(1809)  # noqa: S311 - no secret
    journal(folder).append(line(0))
    started = time.perf_counter()
    fold(folder)
    span = 4 * (time.perf_counter() - started)  # follows the machine: longer while no fold comes to its end
    stood, folded = {0}, 0
    with subprocess.Popen(
        [sys.executable, "-c", _UPDATES, folder], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        first = 1
        for _ in range(20):
            before = open_graph(folder).home
            print(first, file=process.stdin, flush=True)
            child = int(process.stdout.readline())
            time.sleep(moments.uniform(0.0, span))
            os.kill(child, signal.SIGKILL)
            answered = set[int]()
            while (said := process.stdout.readline()) != "gone\n":
                answered.add(int(said))
            stood |= answered
            found = held(folder)
            assert stood <= found <= stood | {max(answered, default=first - 1) + 1}
            pairs = load_memory(folder).quads_for_pattern(node("s"), node("m"), None)
            assert {int(quad.object.value) for quad in pairs} == found - {0}
            stood = found
            first = max(found, default=-1) + 1
            home = open_graph(folder).home
            span *= 1.3 if home == before else 0.8
            folded += home != before
        process.stdin.close()
    assert len(stood) > 4
    assert folded > 0
    fold(folder)
    assert held(folder) == stood
