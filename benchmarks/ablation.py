"""What each part of the pipeline adds: F1 on every file of a gold folder with the part, and without it.

python benchmarks/ablation.py tests/samples/gold > benchmarks/results/ablation.json

A part is taken out by letting it find nothing, so that all the rest runs as it does otherwise. Names and
facts are scored; a table for people goes to stderr.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import cast
from unittest.mock import patch

from spacy.language import Language

import orbat.build
from orbat import __version__, repair
from orbat.annotate import chunks, load_pipeline, names, titles, votes
from orbat.cli.evaluate import annotated_by, built_in
from orbat.evaluate.suite import GoldFiles, evaluate, find_gold
from orbat.model import CleanText, OffsetMap, Source
from orbat.report import Settings

Without = Callable[[Language, ExitStack], None]
"""Takes a part out of the pipeline until the stack is closed."""


def component(name: str, nlp: Language, stack: ExitStack) -> None:
    """A component that marks nothing."""
    stack.enter_context(patch.object(nlp.get_pipe(name), "match", lambda _doc: []))


def disabled(name: str, nlp: Language, stack: ExitStack) -> None:
    """A component of the model that does not run."""
    stack.enter_context(nlp.select_pipes(disable=[name]))


def attribute(owner: str, name: str, value: object, nlp: Language, stack: ExitStack) -> None:
    """A piece of knowledge of the component that weighs names, emptied."""
    component = cast("names.Names", nlp.get_pipe("orbat_names"))
    owners = {"weigher": component._weigher, "lexicon": component._chunker.lexicon}
    stack.enter_context(patch.object(owners[owner], name, value))


def function(module: object, name: str, value: object, _nlp: Language, stack: ExitStack) -> None:
    """A function that gives nothing."""
    stack.enter_context(patch.object(module, name, value))


def no_cities(_nlp: Language, stack: ExitStack) -> None:
    """Neither settlements nor regions of the gazetteer."""
    for module in (names, chunks, votes):
        stack.enter_context(patch.object(module, "city_names", frozenset))
    for module in (chunks, votes):
        stack.enter_context(patch.object(module, "region_names", frozenset))
    stack.enter_context(patch.object(votes, "former_names", frozenset))


def unrepaired(source: Source) -> CleanText:
    """A text as it stands in its file."""
    return CleanText(source, source.text, OffsetMap())


class NoWords(frozenset[str]):
    """A dictionary without words."""

    def verb(self, _word: str) -> bool:
        """No word is a form of one of them."""
        return False


NO_WORDS = NoWords()
PARTS: dict[str, Without] = {
    "the model's names": partial(disabled, "ner"),
    "the model's lemmas": partial(disabled, "lemmatizer"),
    "repair": partial(function, repair, "repair", unrepaired),
    "sentence hints": partial(disabled, "orbat_sentences"),
    "dates": partial(component, "orbat_dates"),
    "sides": partial(component, "orbat_sides"),
    "formations": partial(component, "orbat_units"),
    "formations named for people": partial(component, "orbat_possessed_units"),
    "events": partial(component, "orbat_events"),
    "orders": partial(component, "orbat_orders"),
    "bodies": partial(component, "orbat_organizations"),
    "equipment": partial(component, "orbat_equipment"),
    "quantities": partial(component, "orbat_quantities"),
    "names: cues of the words around": partial(attribute, "weigher", "cues", {}),
    "names: ranks": partial(function, titles.Titles, "is_title", lambda *_: False),
    "names: given names": partial(attribute, "lexicon", "given", {}),
    "names: dictionary of English": partial(attribute, "lexicon", "english", NO_WORDS),
    "names: authority data": partial(function, names, "known_people", lambda *_: {}),
    "names: gazetteer": no_cities,
    "names: one sense in a text": partial(function, names, "share", lambda _doc, _chunks: None),
}


@contextmanager
def pipeline_of(nlp: Language) -> Iterator[None]:
    """Lets every build in this process read with `nlp`."""
    with patch.object(orbat.build, "_pipeline", lambda _model, _year: nlp):
        yield


def scores(files: GoldFiles, settings: Settings) -> dict[str, float]:
    """F1 of all names, and of all facts, in each file and pooled."""
    with tempfile.TemporaryDirectory() as scratch:
        results = evaluate(files, annotated_by(settings), built_in(Path(scratch), settings, 1))
        return {result.name: round(result["ALL"].f1, 4) for result in results}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("gold", type=Path)
    parser.add_argument("--year", type=int)
    args = parser.parse_args()
    settings = Settings(year=args.year)
    files = replace(find_gold(args.gold), dates=(), battles=())
    nlp = load_pipeline(settings.model, year=settings.year)
    with pipeline_of(nlp):
        whole = scores(files, settings)
        table = {"all parts": whole}
        show("all parts", whole, whole)
        for name, take_out in PARTS.items():
            with ExitStack() as stack:
                take_out(nlp, stack)
                table[f"without {name}"] = scores(files, settings)
            show(f"without {name}", table[f"without {name}"], whole)
    print(json.dumps({"orbat": __version__, "f1": table}, indent=2))


def show(name: str, row: dict[str, float], whole: dict[str, float]) -> None:
    """A line of the table: the first F1 of each file, then what is lost or won without a part."""
    if row is whole:
        print(f"{'':42}" + "".join(f"{file.split('.')[0][:13]:>15}" for file in row), file=sys.stderr)
        print(f"{name:42}" + "".join(f"{f1:15.3f}" for f1 in row.values()), file=sys.stderr)
        return
    moved = (f1 - whole[file] for file, f1 in row.items())
    print(
        f"{name:42}" + "".join(f"{change:+15.3f}" if change else f"{'.':>15}" for change in moved),
        file=sys.stderr,
    )


if __name__ == "__main__":
    main()
