"""Every vocabulary that orbat writes or asks for, closed, so that a misspelt term raises where it is used.

`PREFIXES` is the one prefix table: exports, queries, the ontology and the JSON-LD context all take it.
Vocabularies that rdflib knows are rdflib's; those it lacks are here, with the terms that orbat uses.
A test compares `ORBAT` with `ontology/orbat.ttl` both ways.
"""
# ruff: noqa: N815 - the names are the vocabularies' own

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from rdflib import Namespace, URIRef
from rdflib.namespace import (
    DCTERMS,
    FOAF,
    GEO,
    ORG,
    OWL,
    PROV,
    RDF,
    RDFS,
    SDO,
    SH,
    SKOS,
    TIME,
    VANN,
    VOID,
    XSD,
    DefinedNamespace,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "CRM",
    "DCTERMS",
    "DEFAULT_BASE",
    "EDTF",
    "FOAF",
    "GEO",
    "NIF",
    "OA",
    "ONTOLOGY",
    "ORBAT",
    "ORG",
    "OWL",
    "PREFIXES",
    "PROV",
    "RDF",
    "RDFS",
    "SDO",
    "SEM",
    "SH",
    "SKOS",
    "TIME",
    "VANN",
    "VOID",
    "XSD",
    "graph_iri",
    "sparql_prefixes",
]

ONTOLOGY = "https://w3id.org/orbat/ontology"
"""The ontology's IRI, and the name of the graph that holds it."""

DEFAULT_BASE = "https://w3id.org/orbat/id/"
"""The base of the data's own IRIs where a build names no other. It ends in `/` or `#`."""


class ORBAT(DefinedNamespace):
    """The terms of `ontology/orbat.ttl`, in its order."""

    _NS = Namespace(f"{ONTOLOGY}#")
    _fail = True

    # Actors
    Actor: URIRef
    Group: URIRef
    Person: URIRef
    MilitaryUnit: URIRef
    Organization: URIRef
    Side: URIRef

    # Echelons
    MilitaryDistrict: URIRef
    ArmyGroup: URIRef
    Front: URIRef
    Army: URIRef
    Corps: URIRef
    Division: URIRef
    Legion: URIRef
    Brigade: URIRef
    Regiment: URIRef
    Battalion: URIRef
    Company: URIRef
    Battery: URIRef
    Platoon: URIRef
    Squad: URIRef
    Fleet: URIRef
    Flotilla: URIRef
    AirForce: URIRef
    AirArmy: URIRef
    Wing: URIRef
    Squadron: URIRef
    Garrison: URIRef
    CombatGroup: URIRef
    TaskForce: URIRef
    Detachment: URIRef
    PartisanBand: URIRef
    ArmouredUnit: URIRef
    InfantryUnit: URIRef
    CavalryUnit: URIRef
    AirborneUnit: URIRef
    GuardsUnit: URIRef
    NavalUnit: URIRef
    AirUnit: URIRef
    Commander: URIRef

    # Branches
    Branch: URIRef
    Infantry: URIRef
    Armoured: URIRef
    Cavalry: URIRef
    Airborne: URIRef
    Guards: URIRef
    Naval: URIRef
    Air: URIRef
    Engineer: URIRef
    Mountain: URIRef
    Motorised: URIRef
    Mechanised: URIRef
    Marine: URIRef
    Shock: URIRef
    Reserve: URIRef
    Militia: URIRef
    Colonial: URIRef
    Volunteer: URIRef
    AntiAircraft: URIRef
    AntiTank: URIRef
    Ski: URIRef
    Security: URIRef
    Signals: URIRef
    Supply: URIRef

    # Organizations and sides
    HighCommand: URIRef
    Staff: URIRef
    Government: URIRef
    Legislature: URIRef
    Committee: URIRef
    Party: URIRef
    Agency: URIRef
    InternationalOrganization: URIRef
    State: URIRef
    Coalition: URIRef
    Insurgency: URIRef
    People: URIRef

    # Places
    Place: URIRef
    Settlement: URIRef
    Region: URIRef
    Country: URIRef
    Battlefield: URIRef
    Island: URIRef
    Elevation: URIRef
    Forest: URIRef
    Watercourse: URIRef
    Lake: URIRef
    Sea: URIRef
    Structure: URIRef
    Fortification: URIRef
    Bridge: URIRef
    Road: URIRef
    Airfield: URIRef
    Port: URIRef

    # What is counted, used and held
    Countable: URIRef
    Personnel: URIRef
    Civilians: URIRef
    UnitKind: URIRef
    Animal: URIRef
    Supplies: URIRef
    Equipment: URIRef
    Vehicle: URIRef
    ArmouredVehicle: URIRef
    Tank: URIRef
    Train: URIRef
    Aircraft: URIRef
    Bomber: URIRef
    Fighter: URIRef
    Helicopter: URIRef
    Ship: URIRef
    Submarine: URIRef
    Weapon: URIRef
    RocketLauncher: URIRef
    MachineGun: URIRef
    SmallArms: URIRef
    Missile: URIRef
    Mine: URIRef
    Colours: URIRef
    Artillery: URIRef
    Vessel: URIRef
    Position: URIRef

    # Orders
    Order: URIRef
    Directive: URIRef
    Decree: URIRef
    GeneralOrder: URIRef
    Ultimatum: URIRef
    Plan: URIRef

    # Events
    Event: URIRef

    # Situations
    Situation: URIRef
    Command: URIRef
    Affiliation: URIRef
    Subordination: URIRef

    # Figures
    Figure: URIRef
    Loss: URIRef
    Strength: URIRef
    Casualty: URIRef

    # Actions
    Action: URIRef
    PersonnelAction: URIRef
    Appointment: URIRef
    Dismissal: URIRef
    Promotion: URIRef
    OrderIssued: URIRef
    MilitaryAction: URIRef
    Attack: URIRef
    CounterAttack: URIRef
    AirRaid: URIRef
    Bombardment: URIRef
    Invasion: URIRef
    Raid: URIRef
    Ambush: URIRef
    Defence: URIRef
    Movement: URIRef
    Advance: URIRef
    Pursuit: URIRef
    Retreat: URIRef
    Crossing: URIRef
    Landing: URIRef
    Breakthrough: URIRef
    Encirclement: URIRef
    Blockade: URIRef
    Relief: URIRef
    Reinforcement: URIRef
    Evacuation: URIRef
    Surrender: URIRef
    Massacre: URIRef
    ChangeOfControl: URIRef
    Capture: URIRef
    Liberation: URIRef
    Formation: URIRef
    Disbandment: URIRef
    Reorganization: URIRef
    Mobilization: URIRef
    Parade: URIRef
    Mutiny: URIRef

    # Named, composite events; orbat:partOf orders them
    Conflict: URIRef
    War: URIRef
    CivilWar: URIRef
    Uprising: URIRef
    Campaign: URIRef
    Operation: URIRef
    Battle: URIRef
    NavalBattle: URIRef
    AirBattle: URIRef
    Siege: URIRef
    Skirmish: URIRef
    Incident: URIRef

    # Politics of war
    PoliticalAction: URIRef
    Treaty: URIRef
    Ceasefire: URIRef
    Armistice: URIRef
    DeclarationOfWar: URIRef
    Conference: URIRef

    # Modality
    Modality: URIRef
    Happened: URIRef
    Ordered: URIRef
    Planned: URIRef
    Denied: URIRef

    # Kinds of loss
    LossKind: URIRef
    Killed: URIRef
    Wounded: URIRef
    Captured: URIRef
    Missing: URIRef
    Destroyed: URIRef
    ShotDown: URIRef
    Casualties: URIRef

    # Time
    TimeSpan: URIRef
    time: URIRef
    earliest: URIRef
    latest: URIRef
    edtf: URIRef
    asStated: URIRef
    resolvedFrom: URIRef

    # Roles in events
    participant: URIRef
    agent: URIRef
    opponent: URIRef
    victor: URIRef
    defeated: URIRef
    person: URIRef
    unit: URIRef
    place: URIRef
    origin: URIRef
    destination: URIRef
    objective: URIRef
    ledTo: URIRef
    modality: URIRef

    # Command
    commander: URIRef
    holdsCommand: URIRef
    commands: URIRef
    commandedBy: URIRef
    position: URIRef
    predecessor: URIRef
    successor: URIRef

    # Allegiance
    member: URIRef
    side: URIRef
    affiliation: URIRef
    allegiance: URIRef
    alliedWith: URIRef

    # Parts
    superior: URIRef
    superiorIn: URIRef
    hasPart: URIRef
    partOf: URIRef
    within: URIRef

    # Orders
    order: URIRef
    issuedBy: URIRef
    issued: URIRef
    addressedTo: URIRef
    received: URIRef
    directs: URIRef
    directedBy: URIRef
    fulfilledBy: URIRef
    content: URIRef

    # Losses and strengths
    sufferedBy: URIRef
    inflictedBy: URIRef
    force: URIRef
    of: URIRef
    count: URIRef
    minimum: URIRef
    maximum: URIRef
    lossKind: URIRef

    # Names and marks
    rank: URIRef
    branch: URIRef
    number: URIRef
    designation: URIRef
    nickname: URIRef
    codename: URIRef

    # Evidence
    SourceDocument: URIRef
    Mention: URIRef
    Extractor: URIRef
    evidence: URIRef
    source: URIRef
    start: URIRef
    end: URIRef
    quote: URIRef
    refersTo: URIRef
    fileName: URIRef
    sha256: URIRef
    text: URIRef
    extractedBy: URIRef
    confidence: URIRef
    conflictsWith: URIRef


class CRM(DefinedNamespace):
    """CIDOC CRM 7.1 (https://cidoc-crm.org/), as far as the ontology is aligned with it."""

    _NS = Namespace("http://www.cidoc-crm.org/cidoc-crm/")
    _fail = True
    _extras = ["E22_Human-Made_Object", "E52_Time-Span", "P4_has_time-span"]  # noqa: RUF012 - rdflib's type

    E5_Event: URIRef
    E7_Activity: URIRef
    E21_Person: URIRef
    E31_Document: URIRef
    E33_Linguistic_Object: URIRef
    E39_Actor: URIRef
    E53_Place: URIRef
    E55_Type: URIRef
    E66_Formation: URIRef
    E68_Dissolution: URIRef
    E73_Information_Object: URIRef
    E74_Group: URIRef
    P7_took_place_at: URIRef
    P11_had_participant: URIRef
    P14_carried_out_by: URIRef
    P67_refers_to: URIRef
    P67i_is_referred_to_by: URIRef
    P82a_begin_of_the_begin: URIRef
    P82b_end_of_the_end: URIRef
    P106i_forms_part_of: URIRef


class SEM(DefinedNamespace):
    """The Simple Event Model, as far as the ontology is aligned with it."""

    _NS = Namespace("http://semanticweb.cs.vu.nl/2009/11/sem/")
    _fail = True

    Actor: URIRef
    Event: URIRef
    Place: URIRef
    Time: URIRef
    hasActor: URIRef
    hasEarliestBeginTimeStamp: URIRef
    hasLatestEndTimeStamp: URIRef
    hasPlace: URIRef


class OA(DefinedNamespace):
    """Web Annotation (https://www.w3.org/TR/annotation-vocab/), as far as the ontology is aligned with it."""

    _NS = Namespace("http://www.w3.org/ns/oa#")
    _fail = True

    Annotation: URIRef
    hasBody: URIRef
    hasTarget: URIRef


class NIF(DefinedNamespace):
    """The NLP Interchange Format, as far as the ontology is aligned with it."""

    _NS = Namespace("http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#")
    _fail = True

    String: URIRef
    anchorOf: URIRef
    beginIndex: URIRef
    endIndex: URIRef


class EDTF(DefinedNamespace):
    """The Library of Congress' datatype of Extended Date/Time Format values."""

    _NS = Namespace("http://id.loc.gov/datatypes/edtf/")
    _fail = True

    EDTF: URIRef


PREFIXES: Mapping[str, str] = MappingProxyType(
    {
        "orbat": str(ORBAT._NS),
        "crm": str(CRM._NS),
        "dcterms": str(DCTERMS._NS),
        "edtf": str(EDTF._NS),
        "foaf": str(FOAF._NS),
        "geo": str(GEO._NS),
        "nif": str(NIF._NS),
        "oa": str(OA._NS),
        "org": str(ORG._NS),
        "owl": str(OWL._NS),
        "prov": str(PROV._NS),
        "rdf": str(RDF._NS),
        "rdfs": str(RDFS._NS),
        "schema": str(SDO._NS),
        "sem": str(SEM._NS),
        "sh": str(SH._NS),
        "skos": str(SKOS._NS),
        "time": str(TIME._NS),
        "vann": str(VANN._NS),
        "void": str(VOID._NS),
        "xsd": str(XSD._NS),
    }
)
"""Prefix to namespace: ours first, then the others by name."""


def graph_iri(base: str, name: str) -> URIRef:
    """The name of a graph of the build whose data IRIs begin with `base`.

    `name` is the local id of a document, or `inferred`, `authority`, `provenance`.

    >>> graph_iri(DEFAULT_BASE, "inferred")
    rdflib.term.URIRef('https://w3id.org/orbat/id/graph/inferred')
    """
    return URIRef(f"{base}graph/{name}")


def sparql_prefixes(*names: str) -> str:
    """`PREFIX` lines for a query: those of `names`, or of the whole table.

    >>> sparql_prefixes("orbat", "xsd").splitlines()[1]
    'PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>'
    """
    return "".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in names or PREFIXES)
