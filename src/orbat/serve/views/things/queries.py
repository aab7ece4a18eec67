"""The queries behind the pages of things: those that the pages put, and those that readers may go on from."""

from __future__ import annotations

from types import MappingProxyType

import pyoxigraph as ox

from orbat.namespaces import sparql_prefixes

PREFIX = sparql_prefixes("orbat", "rdf", "rdfs", "skos", "geo", "dcterms")

OWN = "SELECT DISTINCT ?p ?o WHERE {{ {iri} ?p ?o }} LIMIT 3000"
NAMES = """SELECT ?o (MIN(?l) AS ?label)
  (GROUP_CONCAT(DISTINCT STR(?c); SEPARATOR=" ") AS ?classes) WHERE {{
  {iri} ?p ?o . ?o rdfs:label ?l . OPTIONAL {{ ?o a ?c }}
}} GROUP BY ?o LIMIT 2000"""
STATEMENTS = """SELECT ?e (GROUP_CONCAT(DISTINCT STR(?role); SEPARATOR=" ") AS ?roles)
  (GROUP_CONCAT(DISTINCT STR(?c); SEPARATOR=" ") AS ?classes) (MIN(?d) AS ?first) WHERE {{
  ?e ?role {iri} ; a ?c . FILTER(?role != orbat:conflictsWith && EXISTS {{ ?e orbat:evidence ?any }})
  OPTIONAL {{ ?e orbat:time/orbat:earliest ?d }}
}} GROUP BY ?e LIMIT 8000"""
MENTIONS = """SELECT ?doc ?name ?start ?end ?quote WHERE {{
  ?m orbat:refersTo {iri} ; orbat:source ?doc ; orbat:start ?start ; orbat:end ?end ; orbat:quote ?quote .
  OPTIONAL {{ ?doc rdfs:label ?name }}
}} ORDER BY ?doc ?start LIMIT 3000"""
MEMBERS = """SELECT ?x (MIN(?l) AS ?label)
  (GROUP_CONCAT(DISTINCT STR(?c); SEPARATOR=" ") AS ?classes) WHERE {{
  ?x orbat:allegiance {iri} ; rdfs:label ?l ; a ?c .
}} GROUP BY ?x LIMIT 3000"""
WKT = "SELECT ?wkt WHERE {{ {iri} geo:hasGeometry/geo:asWKT ?wkt }} LIMIT 1"
CLASSES = """SELECT ?x (MIN(?l) AS ?label)
  (GROUP_CONCAT(DISTINCT STR(?c); SEPARATOR=" ") AS ?classes) WHERE {{
  VALUES ?x {{ {iris} }} ?x rdfs:label ?l ; a ?c .
}} GROUP BY ?x"""

_READERS = MappingProxyType(
    {
        "person": """# What this person commanded, when, and the sentences that say so
SELECT ?unit ?unitName ?from ?to ?sentence WHERE {{
  ?tenure a orbat:Command ; orbat:commander {iri} ; orbat:unit ?unit ; orbat:evidence ?mention .
  ?unit rdfs:label ?unitName .
  ?mention orbat:quote ?sentence .
  OPTIONAL {{ ?tenure orbat:time ?time . ?time orbat:earliest ?from ; orbat:latest ?to }}
}}
ORDER BY ?from ?unitName""",
        "unit": """# Who commanded this formation, when, and the sentences that say so
SELECT ?person ?personName ?from ?to ?sentence WHERE {{
  ?tenure a orbat:Command ; orbat:unit {iri} ; orbat:commander ?person ; orbat:evidence ?mention .
  ?person rdfs:label ?personName .
  ?mention orbat:quote ?sentence .
  OPTIONAL {{ ?tenure orbat:time ?time . ?time orbat:earliest ?from ; orbat:latest ?to }}
}}
ORDER BY ?from ?personName""",
        "place": """# What happened at this place, in the order of time
SELECT ?event ?what ?from ?to ?sentence WHERE {{
  ?event ?role {iri} ; rdfs:label ?what ; orbat:evidence ?mention .
  ?mention orbat:quote ?sentence .
  OPTIONAL {{ ?event orbat:time ?time . ?time orbat:earliest ?from ; orbat:latest ?to }}
}}
ORDER BY ?from ?what""",
        "side": """# The formations and people of this side, and who commanded what
SELECT ?member ?memberName ?commander ?commanderName WHERE {{
  ?member orbat:allegiance {iri} ; rdfs:label ?memberName .
  OPTIONAL {{ ?tenure a orbat:Command ; orbat:unit ?member ; orbat:commander ?commander .
              ?commander rdfs:label ?commanderName }}
}}
ORDER BY ?memberName""",
        "source": """# What this source says, sentence by sentence
SELECT ?start ?sentence ?statement ?what WHERE {{
  ?mention orbat:source {iri} ; orbat:start ?start ; orbat:quote ?sentence .
  ?statement orbat:evidence ?mention ; rdfs:label ?what .
}}
ORDER BY ?start""",
        "": """# Everything that is said with this as its subject, and the sentences behind it
SELECT ?property ?value ?sentence WHERE {{
  {iri} ?property ?value .
  OPTIONAL {{ {iri} orbat:evidence ?mention . ?mention orbat:quote ?sentence }}
}}
ORDER BY ?property""",
    }
)


def asked(query: str, iri: str) -> str:
    """A query of the page with the thing in it."""
    return PREFIX + query.format(iri=ox.NamedNode(iri))


def for_readers(colour: str, iri: str) -> str:
    """The query that a reader of the page may go on from, with a line that says what it asks."""
    key = "side" if colour == "organization" else colour
    query = _READERS.get(key, _READERS[""])
    return f"{sparql_prefixes('orbat', 'rdfs')}\n{query.format(iri=ox.NamedNode(iri))}\n"
