"""A server on this machine that speaks the sources' shapes, and fails as they can fail."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote

import pytest

from comity.workbench.verify.kept import Kept
from comity.workbench.verify.network import Bounds, Clock, Network, services

Reply = Callable[[BaseHTTPRequestHandler, str], None]


def send(
    handler: BaseHTTPRequestHandler,
    body: str | bytes | dict[str, Any] | list[Any],
    status: int = 200,
    kind: str | None = None,
    **headers: str,
) -> None:
    if not isinstance(body, str | bytes):
        kind, body = kind or "application/json", json.dumps(body)
    data = body.encode() if isinstance(body, str) else body
    handler.send_response(status)
    handler.send_header("Content-Type", kind or "text/html")
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    for name, value in ({"Content-Length": str(len(data))} | given).items():
        handler.send_header(name, value)
    handler.end_headers()
    handler.wfile.write(data)


class Official:
    """Answer each path, its query unquoted, by the first route that it begins with."""

    def __init__(self) -> None:
        self.routes: dict[str, Reply] = {}
        self.log: list[str] = []
        self.headers: list[dict[str, str]] = []
        official = self

        class Handler(BaseHTTPRequestHandler):
            def _do(self) -> None:
                size = int(self.headers.get("Content-Length") or 0)
                posted = self.rfile.read(size).decode()
                path = unquote(self.path.replace("+", " "))
                official.log.append(f"{path} {unquote(posted.replace('+', ' '))}".strip())
                official.headers.append(dict(self.headers))
                matches = [route for route in official.routes if path.startswith(route)]
                if not matches:
                    send(self, {"message": "no such thing"}, 404)
                    return
                official.routes[max(matches, key=len)](self, posted)

            do_GET = do_POST = _do

            def log_message(self, *arguments: object) -> None:
                del arguments

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.address = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def environment(self) -> dict[str, str]:
        return {
            "COMITY_COURTLISTENER_URL": f"{self.address}/cl",
            "COMITY_ECFR_URL": f"{self.address}/ecfr",
            "COMITY_FEDERAL_REGISTER_URL": f"{self.address}/fr",
            "COMITY_GOVINFO_URL": f"{self.address}/gi",
            "COMITY_GOVINFO_PAGES_URL": f"{self.address}/pages",
        }

    def says(self, route: str, body: Any, **more: Any) -> None:
        self.routes[route] = lambda handler, _: send(handler, body, **more)


class Waiting:
    """A clock that goes on only when somebody waits."""

    def __init__(self) -> None:
        self.seconds = 1_795_500_000.0  # a day in November 2026
        self.slept: list[float] = []

    def clock(self) -> Clock:
        return Clock(lambda: self.seconds, self._sleep)

    def _sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.seconds += seconds


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def official() -> Iterator[Official]:
    server = Official()
    yield server
    server.close()


@pytest.fixture
def waiting() -> Waiting:
    return Waiting()


@pytest.fixture
def network(official: Official, waiting: Waiting, tmp_path: Path) -> Callable[..., Network]:
    def make(folder: Path = tmp_path / "kept", **bounds: Any) -> Network:
        return Network(
            services(official.environment()), Kept(folder), waiting.clock(), Bounds(**bounds)
        )

    return make


def cluster(number: int, name: str, date: str) -> dict[str, Any]:
    return {
        "id": number,
        "absolute_url": f"/opinion/{number}/a-case/",
        "case_name": name,
        "case_name_full": "",
        "date_filed": date,
        "sub_opinions": [],
    }


@pytest.fixture
def courts(official: Official) -> dict[str, list[dict[str, Any]]]:
    """The decisions that CourtListener has, by citation."""
    known: dict[str, list[dict[str, Any]]] = {}

    def look_up(handler: BaseHTTPRequestHandler, posted: str) -> None:
        cited = parse_qs(posted)["text"][0].split("; ")
        send(
            handler,
            [
                {
                    "citation": one,
                    "normalized_citations": [one],
                    "start_index": 0,
                    "end_index": len(one),
                    "status": {0: 404, 1: 200}.get(len(known.get(one, ())), 300),
                    "error_message": "",
                    "clusters": known.get(one, []),
                }
                for one in cited
            ],
        )

    official.routes["/cl/citation-lookup/"] = look_up
    return known
