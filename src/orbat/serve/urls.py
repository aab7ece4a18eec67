"""Every link that the server makes.

Paths begin with the root path, so that pages work behind a proxy and under a sub-path; absolute addresses
begin with the public URL, or with what the request said where the owner gave none.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from orbat.namespaces import ONTOLOGY

_SAFE = "/:@!$&'()*+,;=~"


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

    def sparql(self, **parameters: str) -> str:
        """The endpoint, or a query put to it."""
        return f"{self.root}/sparql{_query(parameters)}"

    def ready(self, id_: str, parameters: Mapping[str, str] | None = None) -> str:
        """A ready query."""
        return f"{self.root}/queries/{quote(id_)}{_query(parameters or {})}"

    def kind(self, name: str) -> str:
        """The list of the things of one class."""
        return f"{self.root}/kinds/{quote(name)}"

    def static(self, name: str) -> str:
        """A file that pages need."""
        return f"{self.root}/static/{name}"

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


def clean_root(root_path: str) -> str:
    """A root path with a slash before it and none after it; nothing for none.

    >>> clean_root("war/"), clean_root("/"), clean_root("")
    ('/war', '', '')
    """
    inner = root_path.strip("/")
    return f"/{inner}" if inner else ""


def _query(parameters: Mapping[str, str]) -> str:
    return f"?{urlencode(parameters)}" if parameters else ""
