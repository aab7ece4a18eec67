"""A result appears whole or not at all."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import URIRef

from orbat.errors import GraphError, OutputError
from orbat.store import (
    GraphFolder,
    Quad,
    canonical_lines,
    current_version,
    open_disk,
    open_graph,
    prepare,
    write,
)
from orbat.store.folder import HOME, NAMES

Make = Callable[[int], list[Quad]]


def _whole(folder: Path) -> int:
    """How many statements the folder holds, having looked at every file of it."""
    graph = open_graph(folder)
    lines = (folder / "graph.nq").read_text(encoding="utf-8").splitlines()
    assert len(lines) == graph.quads == len(list(open_disk(folder)))
    assert len(lines) == len(list(ox.parse((folder / "graph.ttl").read_bytes(), ox.RdfFormat.TURTLE)))
    assert graph.report() == {"count": len(lines)}
    return len(lines)


def test_written_folder_holds_the_four(graph: GraphFolder, quads: tuple[Quad, ...]) -> None:
    assert sorted(path.name for path in graph.path.iterdir() if path.name != HOME) == sorted(NAMES)
    assert (graph.path / "graph.nq").read_text(encoding="utf-8") == "".join(canonical_lines(quads))
    assert json.loads((graph.path / "report.json").read_bytes()) == {"sources": 1}
    assert graph.quads == len(list(open_disk(graph.path))) == len(canonical_lines(quads))


def test_same_quads_give_the_same_bytes(quads: tuple[Quad, ...], tmp_path: Path) -> None:
    first = write(quads, tmp_path / "a", {"seconds": 1})
    second = write(iter(quads[::-1]), tmp_path / "b", {"seconds": 2})
    assert first.nquads.read_bytes() == second.nquads.read_bytes()
    assert first.turtle.read_bytes() == second.turtle.read_bytes()
    assert first.version != second.version


def test_second_result_replaces_the_first(small: Make, tmp_path: Path) -> None:
    before = write(small(5), tmp_path / "out", {"count": 5})
    assert (before.version, _whole(tmp_path / "out")) == (current_version(tmp_path / "out"), 5)
    after = write(small(3), tmp_path / "out", {"count": 3})
    assert _whole(tmp_path / "out") == 3
    assert after.version != before.version


def test_earlier_result_comes_back(small: Make, tmp_path: Path) -> None:
    for count in (2, 3, 2, 2, 3):
        write(small(count), tmp_path, {"count": count})
        assert _whole(tmp_path) == count


def test_old_versions_do_not_pile_up(small: Make, tmp_path: Path) -> None:
    for count in range(1, 6):
        write(small(count), tmp_path, {"count": count})
    prepare(tmp_path)
    assert [path.name for path in (tmp_path / HOME / "versions").iterdir()] == [current_version(tmp_path)]


def test_open_store_and_files_outlive_later_builds(small: Make, tmp_path: Path) -> None:
    first = write(small(4000), tmp_path, {"count": 4000})
    store = open_disk(tmp_path)
    with (tmp_path / "graph.nq").open("rb") as file:
        write(small(1), tmp_path, {"count": 1})
        assert first.nquads.is_file()  # a reader that knows the version may still open it
        write(small(2), tmp_path, {"count": 2})
        assert len(file.readlines()) == 4000
    assert len(list(store)) == 4000
    assert not first.home.exists()


def test_copied_folder_opens_and_can_be_built_into(small: Make, tmp_path: Path) -> None:
    write(small(3), tmp_path / "a", {"count": 3})
    shutil.copytree(tmp_path / "a", tmp_path / "b", symlinks=True)
    write(small(4), tmp_path / "b", {"count": 4})
    assert (_whole(tmp_path / "a"), _whole(tmp_path / "b")) == (3, 4)


def test_copy_without_links_opens_but_is_not_built_into(small: Make, tmp_path: Path) -> None:
    write(small(3), tmp_path / "a", {"count": 3})
    shutil.copytree(tmp_path / "a", tmp_path / "b")
    assert _whole(tmp_path / "b") == 3
    with pytest.raises(OutputError, match="without symbolic links"):
        prepare(tmp_path / "b")


def test_missing_parents_are_made(small: Make, tmp_path: Path) -> None:
    write(small(1), tmp_path / "a/b/c", {"count": 1})
    assert _whole(tmp_path / "a/b/c") == 1


@pytest.mark.parametrize("name", ["lost+found", ".DS_Store"])
def test_folder_that_is_empty_but_for_the_systems_own_is_taken(
    name: str, small: Make, tmp_path: Path
) -> None:
    (tmp_path / name).mkdir()
    write(small(1), tmp_path, {"count": 1})
    assert _whole(tmp_path) == 1


def test_foreign_folder_is_refused_and_left_alone(small: Make, tmp_path: Path) -> None:
    (tmp_path / "thesis.docx").write_text("years of work")
    for act in (lambda: prepare(tmp_path), lambda: write(small(1), tmp_path, {})):
        with pytest.raises(OutputError, match=r"something else \(thesis\.docx\)"):
            act()
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.docx"]


def test_folder_with_another_programs_graph_is_refused(tmp_path: Path) -> None:
    (tmp_path / "graph.nq").write_text("")
    (tmp_path / "store").mkdir()
    with pytest.raises(OutputError, match="something else"):
        prepare(tmp_path)


def test_file_in_the_way_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(OutputError, match="it is a file"):
        prepare(tmp_path / "file")
    with pytest.raises(OutputError, match="cannot write"):
        prepare(tmp_path / "file" / "below")


def test_dangling_link_is_refused(tmp_path: Path) -> None:
    (tmp_path / "out").symlink_to(tmp_path / "nowhere")
    with pytest.raises(OutputError):
        prepare(tmp_path / "out")


def test_folder_without_permission_is_refused(tmp_path: Path) -> None:
    """Another user than root meets the mode, root meets a file system that takes no new folders."""
    if os.geteuid() == 0:
        with pytest.raises(OutputError, match="cannot write /proc/orbat"):
            prepare(Path("/proc/orbat"))
        return
    tmp_path.chmod(0o500)
    with pytest.raises(OutputError, match="Permission denied"):
        prepare(tmp_path / "out")


def test_other_files_of_the_user_stay(small: Make, tmp_path: Path) -> None:
    write(small(1), tmp_path, {"count": 1})
    (tmp_path / "notes.txt").write_text("mine")
    write(small(2), tmp_path, {"count": 2})
    assert (tmp_path / "notes.txt").read_text() == "mine"


def test_file_that_took_a_links_place_is_replaced(small: Make, tmp_path: Path) -> None:
    """An editor that saves by renaming turns the link into a file."""
    write(small(1), tmp_path, {"count": 1})
    (tmp_path / "graph.ttl").unlink()
    (tmp_path / "graph.ttl").write_text("edited")
    write(small(2), tmp_path, {"count": 2})
    assert _whole(tmp_path) == 2


def test_leftovers_of_killed_builds_go_and_nothing_else(small: Make, tmp_path: Path) -> None:
    write(small(2), tmp_path, {"count": 2})
    (tmp_path / "staging-of-mine").mkdir()
    (tmp_path / HOME / "staging-1").mkdir()
    (tmp_path / HOME / "staging-1" / "graph.nq").write_text("half")
    (tmp_path / HOME / "staging-link-1").symlink_to("nowhere")
    (tmp_path / HOME / "trash-2").mkdir()
    prepare(tmp_path)
    assert {path.name for path in (tmp_path / HOME).iterdir()} == {"current", "format", "lock", "versions"}
    assert (tmp_path / "staging-of-mine").is_dir()
    assert _whole(tmp_path) == 2


def test_prepare_leaves_a_running_build_alone(small: Make, tmp_path: Path) -> None:
    write(small(2), tmp_path, {"count": 2})
    staging = tmp_path / HOME / "staging-1"
    staging.mkdir()
    holder = (
        "import fcntl, sys; file = open(sys.argv[1], 'w'); fcntl.flock(file, fcntl.LOCK_EX);"
        "print('held', flush=True); input()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", holder, tmp_path / HOME / "lock"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"held\n"
        prepare(tmp_path)
        assert staging.is_dir()
        process.communicate(b"\n")
    prepare(tmp_path)
    assert not staging.exists()


def test_quads_that_cannot_be_written_leave_the_earlier_result(small: Make, tmp_path: Path) -> None:
    write(small(2), tmp_path, {"count": 2})
    node = URIRef("not an iri")
    with pytest.raises(GraphError, match="not an iri"):
        write([(node, node, node, node)], tmp_path, {"count": 1})
    assert _whole(tmp_path) == 2


_WRITERS = """
import os, resource, sys
from itertools import cycle
from pathlib import Path
from rdflib import RDFS, Literal, URIRef
from orbat.errors import OutputError
from orbat.store import write
base = "https://w3id.org/orbat/id/"
name = URIRef(base + "graph/document/d1")
folder, limit = Path(sys.argv[1]), int(sys.argv[2])
if limit:
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
for order in sys.stdin:
    child = os.fork()
    if child:
        print(child, flush=True)
        os.waitpid(child, 0)
        print("gone", flush=True)
        continue
    for count in cycle(map(int, order.split())):
        events = [URIRef(f"{base}event/e{i}") for i in range(count)]
        labels = [(event, RDFS.label, Literal(f"{event} of {count}"), name) for event in events]
        try:
            write(labels, folder, {"count": count})
        except OutputError as error:
            sys.exit(str(error))
"""
"""For each line of counts that it reads, a process that builds without end; says its id, and its end."""


def _writers(folder: Path, limit: int = 0) -> subprocess.Popen[str]:
    pipe = subprocess.PIPE
    command = [sys.executable, "-c", _WRITERS, str(folder), str(limit)]
    return subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True)


def test_file_size_limit_is_told_and_leaves_the_earlier_result(small: Make, tmp_path: Path) -> None:
    write(small(2), tmp_path, {"count": 2})
    with _writers(tmp_path, limit=200_000) as process:
        _, said = process.communicate("20000\n")
    assert "file grew past the size" in said
    assert "Traceback" not in said
    assert _whole(tmp_path) == 2
    assert not list((tmp_path / HOME).glob("staging-*"))


@contextmanager
def _small_disk(folder: Path, size: str) -> Iterator[Path]:
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)],
        capture_output=True,
        check=False,
    )
    if mounted.returncode != 0:
        pytest.skip("a small disk can be mounted by root alone")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


@pytest.mark.skipif(not shutil.which("mount"), reason="no mount here")
@pytest.mark.parametrize("room", [4, 40, 400, 900, 2000])
def test_full_disk_is_told_and_leaves_the_earlier_result(room: int, small: Make, tmp_path: Path) -> None:
    """Whichever file the last byte falls into: `room` kilobytes are free when the build starts."""
    with _small_disk(tmp_path / "disk", "5m") as disk:
        out = disk / "out"
        write(small(2), out, {"count": 2})
        prepare(out)
        (disk / "ballast").write_bytes(bytes(max(0, shutil.disk_usage(disk).free - room * 1024)))
        with pytest.raises(
            OutputError, match=r"no space left on device; the graph needs about .* MB are free"
        ):
            write(small(20_000), out, {"count": 20_000})
        assert _whole(out) == 2
        assert not list((out / HOME).glob("staging-*"))
        (disk / "ballast").unlink()
        write(small(3), out, {"count": 3})
        assert _whole(out) == 3


@pytest.mark.slow
def test_kill_at_any_moment_leaves_a_whole_graph(small: Make, tmp_path: Path) -> None:
    started = time.perf_counter()
    write(small(1000), tmp_path, {"count": 1000})
    span = 1.5 * (
        time.perf_counter() - started
    )  # follows the machine: longer while no build comes to its end
    moments, seen = random.Random(1941), set[int]()  # noqa: S311 - no secret
    with _writers(tmp_path) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for _ in range(20):
            print("1001 1002 1003", file=process.stdin, flush=True)
            child = int(process.stdout.readline())
            time.sleep(moments.uniform(0, span))
            os.kill(child, signal.SIGKILL)
            assert process.stdout.readline() == "gone\n"
            whole = _whole(tmp_path)
            span *= 1.3 if whole in seen else 0.7
            seen.add(whole)
        process.stdin.close()
    assert len(seen) > 1  # else no build ever came to its end
    assert seen <= {1000, 1001, 1002, 1003}
    write(small(5), tmp_path, {"count": 5})
    assert _whole(tmp_path) == 5
    prepare(tmp_path)
    assert len(list((tmp_path / HOME / "versions").iterdir())) == 1


def test_first_build_that_is_killed_leaves_no_graph_and_a_folder_to_build_into(
    small: Make, tmp_path: Path
) -> None:
    prepare(tmp_path / "out")
    with pytest.raises(GraphError, match="first build has not finished"):
        open_graph(tmp_path / "out")
    write(small(1), tmp_path / "out", {"count": 1})
    assert _whole(tmp_path / "out") == 1
