"""A real browser on a real server over the graph of all samples.

The browser is Chromium or Chrome; `make test` installs Debian's Chromium where it may. `ORBAT_BROWSER`
names another. Without any, these tests are skipped, but with `CI=true` that is a failure.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, expect, sync_playwright
from serving import Server, start, stop

_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
_MACOS = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
_QUIET = (
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-gpu",
)
PATIENCE = 15_000
"""Milliseconds in which a page must come to what a test waits for, on a machine that has much else to do."""
DEADLINE = 2.0
"""Seconds that a query has on the tests' server: a test of the deadline need not take long."""


@dataclass
class Watch:
    """What went wrong on a page, or left the host, while a test drove it."""

    host: str
    errors: list[str] = field(default_factory=list)
    strays: list[str] = field(default_factory=list)
    forgiven: list[str] = field(default_factory=list)

    def console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not any(each in message.text for each in self.forgiven):
            self.errors.append(f"{message.text} ({message.location.get('url', '')})")

    def request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in {"data", "blob"} and parts.netloc != self.host:
            self.strays.append(request.url)


def browser_path() -> str | None:
    """The browser to drive; None where there is none."""
    named = os.environ.get("ORBAT_BROWSER")
    found = named or next(filter(None, map(shutil.which, _BROWSERS)), None)
    return found or (_MACOS if Path(_MACOS).exists() else None)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser a module: Playwright holds the thread's event loop, which tests elsewhere need."""
    path = browser_path()
    if path is None:
        reason = f"found no browser, expected one of {', '.join(_BROWSERS)} on PATH, or ORBAT_BROWSER"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    sandbox = [] if os.geteuid() else ["--no-sandbox"]  # Chromium refuses a sandbox as root
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=[*_QUIET, *sandbox])
        yield started
        started.close()


@pytest.fixture(scope="session")
def served(all_samples: Path) -> Iterator[Server]:
    """A server over all samples, as a user would start it, with a short deadline."""
    running = start(all_samples, timeout=DEADLINE)
    yield running
    stop(running)


@pytest.fixture(scope="session")
def server(served: Server) -> str:
    """The address of the server over all samples, without a slash at the end."""
    return served.url


@pytest.fixture
def watch(server: str) -> Watch:
    """What the test's page did wrong; a test that provokes an error forgives it by a part of its text."""
    return Watch(urlsplit(server).netloc)


@pytest.fixture
def open_page(browser: Browser, server: str, watch: Watch) -> Iterator[Callable[..., Page]]:
    """Opens pages with options of Playwright's `new_context`; all are watched, and judged at the end."""
    contexts = []

    def new(**options: object) -> Page:
        context = browser.new_context(base_url=server, **options)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("console", watch.console)
        page.on("pageerror", lambda error: watch.errors.append(str(error)))
        page.on("request", watch.request)
        return page

    yield new
    for context in contexts:
        context.close()
    assert not watch.errors
    assert not watch.strays


@pytest.fixture
def page(open_page: Callable[..., Page]) -> Page:
    """A page of a wide screen. Its console errors and requests to other hosts fail the test."""
    return open_page(viewport={"width": 1280, "height": 900})
