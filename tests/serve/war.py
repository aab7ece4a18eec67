"""An invented war with all that pages show: texts with repairs, statements of each kind, contradictions.

Offsets are looked up in the texts, so that a change of a text needs no change of a number.
"""

# ruff: noqa: E501 - Turtle is easier to read with a statement a line

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
from rdflib import Literal, URIRef
from serving import BASE, term

from orbat.model import Document, Repair, Source
from orbat.store.texts import packed_texts
from orbat.store.write import write

RIVER = """# The river war

In April 1809 General Ada Varga took command of the 2nd Army. On 3 May her army took Ostrow. The Zakhal-
kin brigade was to storm Belgrod, but it never did.

The 2nd Army lost some 1,200 men <at> Ostrow. Marshal Bo Lind ordered Varga to hold the ford.
"""
LETTERS = "Ostrow fell on 5 May 1809 to the Second Army. It is said that Lind was of Southland."
FILLER = "The rain fell on the road and nobody marched that day. "
LONG = (
    "\n\n".join(f"Day {day}. " + FILLER * 12 for day in range(1, 51))
    + "\n\nAt last Varga crossed the Morwa.\n"
)
TEXTS = {"river": ("river.md", RIVER), "letters": ("letters.txt", LETTERS), "long": ("long.txt", LONG)}
_PREFIXES = f"""@prefix : <{BASE}> .
@prefix o: <https://w3id.org/orbat/ontology#> .
@prefix r: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix s: <http://www.w3.org/2004/02/skos/core#> .
@prefix x: <http://www.w3.org/2001/XMLSchema#> .
@prefix g: <http://www.opengis.net/ont/geosparql#> .
"""
_THINGS = """
<person/ada-varga> a o:Person ; r:label "Ada Varga"@en ; s:altLabel "Varga"@en , "Vargó"@en ; o:rank "General" ;
  o:allegiance <side/northland> .
<person/bo-lind> a o:Person ; r:label "Bo Lind"@en ; s:altLabel "Lind"@en ; o:rank "Marshal" .
<unit/2nd-army> a o:Army ; r:label "2nd Army"@en ; s:altLabel "Second Army"@en ; o:number "2" ;
  o:allegiance <side/northland> .
<unit/zakhalkin> a o:Brigade ; r:label "Zakhalkin brigade"@en .
<side/northland> a o:State ; r:label "Northland"@en .
<side/southland> a o:State ; r:label "Southland"@en .
<place/ostrow> a o:Settlement ; r:label "Ostrow"@en ; s:exactMatch <https://sws.geonames.org/1/> ;
  g:hasGeometry <geometry/ostrow> .
<geometry/ostrow> a g:Geometry ; g:asWKT "POINT(-24.1 50.2)"^^g:wktLiteral .
<place/belgrod> a o:Settlement ; r:label "Belgrod"@en .
<place/morwa> a o:Watercourse ; r:label "Morwa"@en .
<countable/man> a o:Personnel ; r:label "man"@en .
<event/command-1> a o:Command ; r:label "Command"@en ; o:commander <person/ada-varga> ; o:unit <unit/2nd-army> ;
  o:modality o:Happened ; o:confidence 1.0 ; o:time <time/april> .
<event/capture-1> a o:Capture ; r:label "Capture"@en ; o:agent <unit/2nd-army> ; o:place <place/ostrow> ;
  o:modality o:Happened ; o:confidence 1.0 ; o:time <time/3-may> ; o:conflictsWith <event/capture-2> .
<event/capture-2> a o:Capture ; r:label "Capture"@en ; o:agent <unit/2nd-army> ; o:place <place/ostrow> ;
  o:modality o:Happened ; o:confidence 1.0 ; o:time <time/5-may> ; o:conflictsWith <event/capture-1> .
<event/attack-1> a o:Attack ; r:label "Attack"@en ; o:agent <unit/zakhalkin> ; o:place <place/belgrod> ;
  o:modality o:Planned ; o:confidence 0.9 .
<event/loss-1> a o:Loss ; r:label "Loss"@en ; o:sufferedBy <unit/2nd-army> ; o:of <countable/man> ;
  o:lossKind o:Killed ; o:count 1200 ; o:minimum 1080 ; o:maximum 1320 ; o:place <place/ostrow> ;
  o:modality o:Happened ; o:confidence 1.0 .
<event/affiliation-1> a o:Affiliation ; r:label "Affiliation"@en ; o:member <person/bo-lind> ;
  o:side <side/southland> ; o:modality o:Happened ; o:confidence 0.45 .
<event/affiliation-2> a o:Affiliation ; r:label "Affiliation"@en ; o:member <person/ada-varga> ;
  o:side <side/northland> ; o:modality o:Happened ; o:confidence 1.0 .
<event/crossing-1> a o:Crossing ; r:label "Crossing"@en ; o:agent <person/ada-varga> ; o:place <place/morwa> ;
  o:modality o:Happened ; o:confidence 1.0 .
<order/hold> a o:Order ; r:label "order of Bo Lind"@en ; o:issuedBy <person/bo-lind> ;
  o:addressedTo <person/ada-varga> ; o:content "to hold the ford" ; o:confidence 1.0 .
<time/april> a o:TimeSpan ; o:earliest "1809-04-01"^^x:date ; o:latest "1809-04-30"^^x:date ; o:edtf "1809-04" ;
  o:asStated "In April 1809" .
<time/3-may> a o:TimeSpan ; o:earliest "1809-05-03"^^x:date ; o:latest "1809-05-03"^^x:date ; o:edtf "1809-05-03" ;
  o:asStated "On 3 May" ; o:resolvedFrom <mention/river/RESOLVED> .
<time/5-may> a o:TimeSpan ; o:earliest "1809-05-05"^^x:date ; o:latest "1809-05-05"^^x:date ; o:edtf "1809-05-05" ;
  o:asStated "5 May 1809" .
"""
EVIDENCE = {
    "event/command-1": ("river", "In April 1809 General Ada Varga took command of the 2nd Army."),
    "event/capture-1": ("river", "On 3 May her army took Ostrow."),
    "event/attack-1": ("river", "The Zakhal-\nkin brigade was to storm Belgrod, but it never did."),
    "event/loss-1": ("river", "The 2nd Army lost some 1,200 men <at> Ostrow."),
    "order/hold": ("river", "Marshal Bo Lind ordered Varga to hold the ford."),
    "event/affiliation-2": ("river", "In April 1809 General Ada Varga took command of the 2nd Army."),
    "event/capture-2": ("letters", "Ostrow fell on 5 May 1809 to the Second Army."),
    "event/affiliation-1": ("letters", "It is said that Lind was of Southland."),
    "event/crossing-1": ("long", "At last Varga crossed the Morwa."),
}
NAMED = (
    ("river", "Ada Varga", "person/ada-varga"),
    ("river", "2nd Army", "unit/2nd-army"),
    ("river", "her army", "unit/2nd-army"),
    ("river", "Zakhal-\nkin brigade", "unit/zakhalkin"),
    ("river", "Zakhal-\nkin", "person/bo-lind"),
    ("river", "Ostrow", "place/ostrow"),
    ("river", "Belgrod", "place/belgrod"),
    ("river", "Bo Lind", "person/bo-lind"),
    ("letters", "Ostrow", "place/ostrow"),
    ("letters", "Second Army", "unit/2nd-army"),
    ("letters", "Lind", "person/bo-lind"),
    ("long", "Varga", "person/ada-varga"),
    ("long", "Morwa", "place/morwa"),
)


def offsets(source: str, words: str) -> tuple[int, int]:
    """Where `words` first stand in a text."""
    start = TEXTS[source][1].index(words)
    return start, start + len(words)


def build_war(folder: Path, *, texts: bool = True) -> Path:
    """The graph folder of the war, with its texts or without them."""
    trig = f"{_PREFIXES}@base <{BASE}> .\n<graph/all> {{\n{''.join(_lines())}}}\n"
    quads = [
        (term(quad.subject), URIRef(quad.predicate.value), term(quad.object), term(quad.graph_name))
        for quad in ox.parse(trig, ox.RdfFormat.TRIG)
    ]
    pair = (f"{BASE}event/capture-1", f"{BASE}event/capture-2")
    conflict = {"kind": "date", "first": pair[0], "second": pair[1], "explanation": "Capture of Ostrow: both"}
    kept = packed_texts(_documents()) if texts else {}
    write(quads, folder, {"conflicts": [conflict], "chronology": []}, base_iri=BASE, texts=kept)
    return folder


def _lines() -> Iterator[str]:
    start, end = offsets("river", "April 1809")
    yield _THINGS.replace("RESOLVED", f"{start}-{end}")
    yield _mention("river", "April 1809", "o:extractedBy <extractor/month-year>")
    yield _mention("river", "some 1,200 men", "o:extractedBy <extractor/quantity.counted>")
    for source, (name, text) in TEXTS.items():
        digest = hashlib.sha256(text.encode()).hexdigest()
        yield (
            f'<document/{source}> a o:SourceDocument ; r:label "{name}"@en ; o:fileName "{name}" ;'
            f' o:sha256 "{digest}" .\n'
        )
    for node, (source, words) in EVIDENCE.items():
        start, end = offsets(source, words)
        yield _mention(source, words)
        yield f"<{node}> o:evidence <mention/{source}/{start}-{end}> .\n"
    for source, words, node in NAMED:
        yield _mention(source, words, f"o:refersTo <{node}>")


def _mention(source: str, words: str, more: str = "") -> str:
    start, end = offsets(source, words)
    return (
        f"<mention/{source}/{start}-{end}> a o:Mention ; o:source <document/{source}> ; o:start {start} ;"
        f" o:end {end} ; o:quote {Literal(words).n3()}{' ; ' + more if more else ''} .\n"
    )


def _documents() -> Iterator[Document]:
    start, end = offsets("river", "Zakhal-\nkin")
    repairs = {
        "river": (
            Repair(0, 2, "# ", "", "markdown-block"),
            Repair(start, end, "Zakhal-\nkin", "Zakhalkin", "hyphen"),
        )
    }
    for source, (name, text) in TEXTS.items():
        digest = hashlib.sha256(text.encode()).hexdigest()
        yield Document(Source(f"document/{source}", name, text, digest), (), (), repairs.get(source, ()))
