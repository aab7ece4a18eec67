"""Every link that the server makes.

Paths begin with the root path, so that pages work behind a proxy and under a sub-path; absolute addresses
begin with the public URL, or with what the request said where the owner gave none.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote, unquote_to_bytes, urlencode

from orbat.namespaces import ONTOLOGY

_SAFE = "/:@!$&'()*+,;=~"
_FOREIGN = re.compile(r"(?:%[89A-Fa-f][0-9A-Fa-f])+")
PART = 12_000
"""Characters of a part of the source reader."""


@dataclass(frozen=True, slots=True)
class Urls:
    """Links for one server and one graph. `origin` has no slash at its end, nor has `root`.

    >>> urls = Urls("https://example.org", "/war", "https://w3id.org/orbat/id/")
    >>> urls.thing("https://w3id.org/orbat/id/person/zhukov"), urls.thing("https://w3id.org/orbat/ontology#Army")
    ('/war/page/person/zhukov', '/war/ontology#Army')
    >>> urls.data("https://w3id.org/orbat/id/person/zhukov", "ttl")
    '/war/data/person/zhukov?format=ttl'
    """

    origin: str
    root: str
    base_iri: str

    @classmethod
    def of(cls, public_url: str | None, root_path: str, seen: str, base_iri: str) -> Urls:
        """The links of a server whose owner has named `public_url`, or that was reached at `seen`."""
        if public_url is None:
            return cls(seen.rstrip("/"), clean_root(root_path), base_iri)
        scheme, _, rest = public_url.rstrip("/").partition("://")
        host, slash, path = rest.partition("/")
        return cls(f"{scheme}://{host}", f"{slash}{path}" or clean_root(root_path), base_iri)

    def absolute(self, path: str) -> str:
        """A path of this server as a whole address."""
        return self.origin + path

    def home(self) -> str:
        """The first page."""
        return f"{self.root}/"

    def search(self, **parameters: str) -> str:
        """The search page, or what it found: `q`, `kind`."""
        return f"{self.root}/search{_query(parameters)}"

    def queries(self) -> str:
        """The list of ready queries."""
        return f"{self.root}/queries"

    def order_of_battle(self, **parameters: str) -> str:
        """The order of battle, of a `side` at a `date`."""
        return f"{self.root}/order-of-battle{_query(parameters)}"

    def map(self, **parameters: str) -> str:
        """Map and timeline."""
        return f"{self.root}/map{_query(parameters)}"

    def explore(self, iri: str = "") -> str:
        """The graph explorer, beginning at a thing."""
        return f"{self.root}/explore{_query({'thing': iri} if iri else {})}"

    def disagreements(self, **parameters: str) -> str:
        """What the sources contradict, and what is doubtful."""
        return f"{self.root}/disagreements{_query(parameters)}"

    def api(self, name: str, **parameters: str) -> str:
        """A JSON document that an island reads: `urls.api("search.json", q="...")`."""
        return f"{self.root}/api/{name}{_query(parameters)}"

    def sparql(self, **parameters: str) -> str:
        """The endpoint, or a query put to it."""
        return f"{self.root}/sparql{_query(parameters)}"

    def ready(self, id_: str, parameters: Mapping[str, str] | None = None) -> str:
        """A ready query."""
        return f"{self.root}/queries/{quote(id_)}{_query(parameters or {})}"

    def kind(self, name: str) -> str:
        """The list of the things of one class."""
        return f"{self.root}/kinds/{quote(name)}"

    def read(self, document: str, start: int | None = None, end: int | None = None, part: int = 1) -> str:
        """The source reader at a document: at a `part` of it, or where characters `start` to `end` stand.

        >>> urls = Urls("", "", "https://w3id.org/orbat/id/")
        >>> urls.read("https://w3id.org/orbat/id/document/a-1", 5, 9)
        '/read/document/a-1#c5-9'
        >>> urls.read("https://w3id.org/orbat/id/document/a-1", 30000, 30009)
        '/read/document/a-1?part=3#c30000-30009'
        """
        at = part if start is None else part_of(start)
        query = _query({"part": str(at)}) if at > 1 else ""
        fragment = "" if start is None else f"#c{start}-{start if end is None else end}"
        return f"{self.root}/read/{self._local(document)}{query}{fragment}"

    def static(self, name: str) -> str:
        """A file that pages need."""
        return f"{self.root}/static/{name}"

    def graphs(self, name: str = "") -> str:
        """The graph store, or the graph of that (already escaped) name in it."""
        return f"{self.root}/graphs/{name}" if name else f"{self.root}/graphs"

    def dump(self, name: str) -> str:
        """All of the graph as a file."""
        return f"{self.root}/dump/{name}"

    def lookup(self) -> str:
        """Where things are looked up, whatever their IRI: it is put to the end of this, escaped."""
        return f"{self.root}/resource?iri="

    def void(self) -> str:
        """The description of the data set."""
        return f"{self.root}/.well-known/void"

    def ontology(self) -> str:
        """The ontology."""
        return f"{self.root}/ontology"

    def is_data(self, iri: str) -> bool:
        """Whether `iri` is one of the data's own."""
        return iri.startswith(self.base_iri) and len(iri) > len(self.base_iri)

    def thing(self, iri: str) -> str:
        """The page about a thing: one of the data's own, a term of the ontology, or any other."""
        if self.is_data(iri):
            return f"{self.root}/page/{self._local(iri)}"
        if iri == ONTOLOGY or iri.startswith(f"{ONTOLOGY}#"):
            return self.ontology() + iri[len(ONTOLOGY) :]
        return f"{self.root}/resource{_query({'iri': iri})}"

    def data(self, iri: str, format_: str = "") -> str:
        """The triples about a thing."""
        parameters = {"format": format_} if format_ else {}
        if self.is_data(iri):
            return f"{self.root}/data/{self._local(iri)}{_query(parameters)}"
        return f"{self.root}/resource{_query({'iri': iri, **({'format': format_ or 'ttl'})})}"

    def iri(self, local: str) -> str:
        """The IRI of the data whose part after the base is `local`."""
        return self.base_iri + local

    @staticmethod
    def header(iri: str) -> str:
        """An IRI as a header can hold it: the URI that it maps to (RFC 3987, section 3.1)."""
        return quote(iri, safe=f"{_SAFE}%?#[]")

    def _local(self, iri: str) -> str:
        return quote(iri[len(self.base_iri) :], safe=_SAFE)


def part_of(offset: int) -> int:
    """The part of a source, counted from 1, that shows the character at `offset`."""
    return offset // PART + 1


def iri_of(uri: str) -> str:
    """The IRI that a URI stands for: letters beyond ASCII as themselves (RFC 3987, section 3.2).

    >>> iri_of("unit/a%20b%2F%D0%B3"), iri_of("%FF")
    ('unit/a%20b%2Fг', '%FF')
    """

    def letters(found: re.Match[str]) -> str:
        try:
            return unquote_to_bytes(found.group()).decode()
        except UnicodeDecodeError:
            return found.group()

    return _FOREIGN.sub(letters, uri)


def clean_root(root_path: str) -> str:
    """A root path with a slash before it and none after it; nothing for none.

    >>> clean_root("war/"), clean_root("/"), clean_root("")
    ('/war', '', '')
    """
    inner = root_path.strip("/")
    return f"/{inner}" if inner else ""


def _query(parameters: Mapping[str, str]) -> str:
    return f"?{urlencode(parameters)}" if parameters else ""
