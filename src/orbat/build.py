"""The corridor: joins the rooms in their order, from sources to a graph folder.

    read -> repair -> annotate -> extract      one document, in any process, knowing nothing of the others
    resolve -> mapping -> validate -> store    all of them

Rooms are imported where they are entered: what a command does not need, it does not load.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, cast

from orbat.errors import InputError, PartialError
from orbat.model import Document, Resolution, Source
from orbat.report import BuildReport, Counts, Settings, Skipped, Stopwatch, plain

if TYPE_CHECKING:
    from multiprocessing.process import BaseProcess

    from spacy.language import Language

    from orbat.validate import Quad

_Item = TypeVar("_Item")
_Made = TypeVar("_Made")
_AHEAD = 4
"""Documents that wait for each process; enough that none waits for the one that reads the files."""

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how much of it is done, and how much there is (0: not known)."""


def _silent(_what: str, _done: int, _total: int) -> None:
    """Shows no progress."""


def build(
    sources: Sequence[Path],
    out: Path,
    settings: Settings | None = None,
    *,
    jobs: int = 1,
    times: bool = True,
    texts: bool = True,
    progress: Progress = _silent,
) -> BuildReport:
    """Builds the graph of `sources`, files or folders, into the folder `out`; gives what the report says.

    The result depends neither on `jobs`, the number of processes that read documents, nor on the order of
    `sources`. A source that cannot be read is among the report's `skipped`; without `times` the report is the
    same at every build; without `texts` the folder holds no more of the sources than the graph quotes. Raises
    `InputError` if no source can be read, `OutputError` if `out` cannot be
    written, `ModelError` if the pipeline is not there.
    """
    from orbat.store.folder import prepare
    from orbat.store.texts import packed_texts
    from orbat.store.write import write

    prepare(out)
    run = _Run(settings or Settings(), progress)
    documents, skipped = run.documents(sources, jobs)
    quads, report = run.graph(documents, skipped)
    progress("writing", 0, 0)
    with run.watch.time("store"):
        kept = packed_texts(documents) if texts else {}
        write(quads, out, report.as_json(times=times), base_iri=report.settings.base_iri, texts=kept)
    return report


def complain(report: BuildReport) -> None:
    """Raises `PartialError` if the report has sources that could not be read; else does nothing."""
    if report.skipped:
        lines = "".join(f"\n  {skipped.source}: {skipped.reason}" for skipped in report.skipped)
        known = len(report.documents)
        raise PartialError(
            f"{len(report.skipped)} of {known + len(report.skipped)} sources were skipped:{lines}"
        )


def read_document(path: Path, name: str, settings: Settings) -> Document:
    """What the file `path` says; `name` is what the graph calls it. Raises `InputError`, `ModelError`."""
    from orbat.read import read_source

    return document(read_source(path, name), settings)


def document(source: Source, settings: Settings) -> Document:
    """What a source says: its mentions and facts. The same source gives the same, in any process."""
    return _timed_document(source, settings)[0]


def _timed_document(source: Source, settings: Settings) -> tuple[Document, dict[str, float]]:
    """`document`, and the seconds that each room took."""
    watch = Stopwatch()
    with watch.time("start"):
        from orbat.annotate import annotate_text
        from orbat.extract import extract
        from orbat.repair import repair

        nlp = _pipeline(settings.model, settings.year)
    with watch.time("repair"):
        clean = repair(source)
    with watch.time("annotate"):
        doc = annotate_text(nlp, clean.text)
    with watch.time("extract"):
        return extract(doc, clean), watch.seconds


@cache
def _pipeline(model: str, year: int | None) -> Language:
    """The pipeline, loaded once a process."""
    from orbat.annotate import load_pipeline

    return load_pipeline(model, year=year)


def _nothing_read(skipped: Sequence[Skipped]) -> InputError:
    if len(skipped) == 1:
        return InputError(skipped[0].reason)
    lines = "".join(f"\n  {each.source}: {each.reason}" for each in skipped)
    return InputError(f"none of the {len(skipped)} sources can be read:{lines}")


def _mapped(work: Callable[[_Item], _Made], items: Iterable[_Item], jobs: int) -> Iterator[_Made]:
    """What `work` makes of each item, in their order, `jobs` of them at a time in processes of their own."""
    if jobs <= 1:
        yield from map(work, items)
        return
    # Spawned, not forked: the same on every system, and no lock of a library is inherited half held.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, context, initializer=_end_with_parent) as pool:
        waiting: deque[Future[_Made]] = deque()
        try:
            for item in items:
                waiting.append(pool.submit(work, item))
                if len(waiting) >= _AHEAD * jobs:  # texts that wait take memory
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            pool.shutdown(cancel_futures=True)


def _end_with_parent() -> None:
    """Lets a process of the pool leave Ctrl-C to its parent, and end when the parent does, for any reason."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_follow, args=(parent,), daemon=True).start()


def _follow(process: BaseProcess) -> None:
    process.join()
    os._exit(1)


@dataclass(frozen=True, slots=True)
class _Run:
    """One build: what it was told, and how long its rooms took."""

    settings: Settings
    progress: Progress
    watch: Stopwatch = field(default_factory=Stopwatch)

    def documents(
        self, sources: Sequence[Path], jobs: int
    ) -> tuple[tuple[Document, ...], tuple[Skipped, ...]]:
        """The documents of all sources, sorted by id, and the sources that were skipped."""
        from orbat.read import find_sources, read_sources

        files = find_sources(sources)
        skipped: list[Skipped] = []

        def readable() -> Iterator[Source]:
            for outcome in read_sources(files):
                if outcome.source is not None:
                    yield outcome.source
                else:
                    reason = str(outcome.error) if outcome.error else f"says the same as {outcome.same_as}"
                    skipped.append(Skipped(outcome.found.name, reason))

        documents: list[Document] = []
        self.progress("reading", 0, len(files))
        work = partial(_timed_document, settings=self.settings)
        for read, seconds in _mapped(work, readable(), min(jobs, len(files))):
            documents.append(read)
            self.watch.add(seconds)
            self.progress("reading", len(documents) + len(skipped), len(files))
        if not documents:
            raise _nothing_read(skipped)
        return tuple(sorted(documents, key=lambda read: read.source.id)), tuple(skipped)

    def graph(
        self, documents: tuple[Document, ...], skipped: tuple[Skipped, ...]
    ) -> tuple[list[Quad], BuildReport]:
        """The quads of all documents, and the report of how they came to be."""
        from orbat import mapping, validate
        from orbat.resolve import resolve

        base_iri = self.settings.base_iri
        self.progress("resolving names", 0, 0)
        with self.watch.time("resolve"):
            resolution = resolve(documents)
        self.progress("making the graph", 0, 0)
        with self.watch.time("mapping"):
            told = list(mapping.quads(resolution, base_iri))
        with self.watch.time("infer"):
            conflicts = validate.conflicts(told)
            quads = [*told, *validate.infer(told, base_iri), *validate.conflict_quads(conflicts, base_iri)]
        self.progress("checking", 0, 0)
        with self.watch.time("check"):
            shacl = validate.check(quads)
        with self.watch.time("provenance"):
            # Both rooms mean quads of rdflib terms; the types of the one say more than those of the other.
            built = cast("list[mapping.Quad]", quads)
            quads += mapping.provenance(resolution, built, base_iri)
            quads += _ontology()
        disagreements = [plain(conflict) for conflict in conflicts]
        return quads, BuildReport(
            settings=self.settings,
            documents=resolution.documents,
            skipped=skipped,
            counts=Counts.of(resolution, (str(graph).removeprefix(base_iri) for *_, graph in quads)),
            shacl=plain(shacl),
            conflicts=tuple(each for each in disagreements if each["kind"] != "chronology"),
            chronology=tuple(each for each in disagreements if each["kind"] == "chronology"),
            places=tuple(e for e in resolution.entities if e.candidates and e.id.startswith("place/")),
            warnings=_warnings(resolution),
            seconds=self.watch.seconds,
        )


def _ontology() -> Iterator[Quad]:
    """The ontology's own graph, so that whoever has a graph has its terms."""
    from rdflib import Graph, URIRef

    from orbat.namespaces import ONTOLOGY
    from orbat.resources import ontology_dir

    for subject, predicate, value in Graph().parse(ontology_dir() / "orbat.ttl", format="turtle"):
        yield subject, predicate, value, URIRef(ONTOLOGY)


def _warnings(resolution: Resolution) -> tuple[str, ...]:
    """What a user should know though nothing went wrong."""
    return tuple(
        f"no statements about a war were found in {document.source.name}"
        for document in resolution.documents
        if not document.facts
    )
