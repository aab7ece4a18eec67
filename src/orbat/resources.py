"""Where ontology, queries, samples and rules lie, in a checkout and in an installed wheel.

The only module that knows; all others ask it.
"""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_INSTALLED = _PACKAGE / "_data"
_CHECKOUT = _PACKAGE.parents[1]


def _folder(name: str) -> Path:
    installed = _INSTALLED / name
    return installed if installed.is_dir() else _CHECKOUT / name


def ontology_dir() -> Path:
    """The folder with `orbat.ttl`, `shapes.ttl`, `context.jsonld` and `authority/`."""
    return _folder("ontology")


def queries_dir() -> Path:
    """The folder with the ready queries, `*.rq`."""
    return _folder("queries")


def samples_dir() -> Path:
    """The folder with the sample accounts."""
    return _folder("samples")


def sample_accounts() -> tuple[Path, ...]:
    """The sample accounts, sorted: the texts in their folder, without what is written about them."""
    texts = (path for path in samples_dir().iterdir() if path.suffix in {".md", ".txt"})
    return tuple(sorted(path for path in texts if path.stem != "README"))


def rules_dir(language: str = "en") -> Path:
    """The folder with the language knowledge of `language` (a BCP 47 primary tag)."""
    return _PACKAGE / "rules" / language
