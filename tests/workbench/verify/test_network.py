"""The network is bounded, polite and never asks twice; a source's faults become a reason."""

from __future__ import annotations

import ast
import gzip
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest

from comity.workbench.verify.kept import KEPT_DAYS, Kept
from comity.workbench.verify.network import (
    BadAddress,
    Bounds,
    Network,
    Service,
    services,
)
from comity.workbench.verify.sources import Answer, Request, Unanswered, look_up

SOURCE = Path(__file__).parents[3] / "src" / "comity"
ASKED = Request("ecfr", "/a", expects="json")


def refusal(network: Network, request: Request = ASKED) -> str:
    with pytest.raises(Unanswered) as raised:
        network.answer(request)
    return str(raised.value)


def raw(*lines: str, body: bytes = b"") -> Callable[[BaseHTTPRequestHandler, str], None]:
    def reply(handler: BaseHTTPRequestHandler, _: str) -> None:
        handler.wfile.write("\r\n".join([*lines, "", ""]).encode() + body)

    return reply


def test_an_answer_is_kept_and_not_asked_again(official: Any, network: Any, waiting: Any) -> None:
    official.says("/ecfr/a", {"one": 1})
    first = network().answer(ASKED)
    assert first.status == 200
    assert first.day == "2026-11-24"
    assert network().answer(ASKED) == first
    assert official.log == ["/ecfr/a"]
    waiting.seconds += KEPT_DAYS * 86_400
    network().answer(ASKED)
    assert len(official.log) == 2, "an old answer is asked for again"


def test_that_there_is_none_is_kept_too(official: Any, network: Any) -> None:
    assert network().answer(ASKED).status == 404
    assert network().answer(ASKED).status == 404
    assert len(official.log) == 1


def test_a_torn_answer_is_asked_for_again(official: Any, network: Any, tmp_path: Path) -> None:
    official.says("/ecfr/a", {})
    network().answer(ASKED)
    (kept,) = (tmp_path / "kept").iterdir()
    kept.write_bytes(kept.read_bytes()[:-5])
    network().answer(ASKED)
    assert len(official.log) == 2


def test_it_waits_between_requests_of_one_source(official: Any, network: Any, waiting: Any) -> None:
    official.says("/", {})
    asker = network()
    for path in ("/a", "/b", "/c"):
        asker.answer(Request("ecfr", path))
    asker.answer(Request("federal_register", "/a"))
    assert waiting.slept == [1.0, 1.0]
    for path in ("/a", "/b"):
        asker.answer(Request("courtlistener", path))
    assert waiting.slept[2:] == [13.0]


@pytest.mark.parametrize("status", [429, 500, 503])
def test_it_waits_as_long_as_it_is_asked_to(
    status: int, official: Any, network: Any, waiting: Any
) -> None:
    replies = [lambda h: _send(h, status, Retry_After="7"), lambda h: _send(h, 200)]
    official.routes["/ecfr/a"] = lambda h, _: replies.pop(0)(h)
    assert network().answer(ASKED).status == 200
    assert waiting.slept == [7.0]


def _send(handler: BaseHTTPRequestHandler, status: int, **headers: str) -> None:
    handler.send_response(status)
    handler.send_header("Content-Type", "application/json")
    handler.send_header("Content-Length", "2")
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()
    handler.wfile.write(b"{}")


def test_it_reads_the_moment_until_which_to_wait(official: Any, network: Any, waiting: Any) -> None:
    moment = formatdate(waiting.seconds + 30, usegmt=True)
    replies = [lambda h: _send(h, 429, Retry_After=moment), lambda h: _send(h, 200)]
    official.routes["/ecfr/a"] = lambda h, _: replies.pop(0)(h)
    network().answer(ASKED)
    assert waiting.slept == [30.0]


def test_asked_to_wait_long_it_asks_that_source_no_more(official: Any, network: Any) -> None:
    official.routes["/ecfr/a"] = lambda h, _: _send(h, 429, Retry_After="3600")
    official.says("/", {})
    asker = network()
    assert refusal(asker) == "asks to wait 3600 seconds: run it again then"
    assert "3600" in refusal(asker, Request("ecfr", "/b"))
    assert official.log == ["/ecfr/a"]
    assert asker.answer(Request("federal_register", "/a")).status == 200


@pytest.mark.parametrize("header", ["soon", "", "-3", "9" * 400])
def test_a_wait_that_cannot_be_read_is_bounded(
    header: str, official: Any, network: Any, waiting: Any
) -> None:
    official.routes["/ecfr/a"] = lambda h, _: _send(h, 429, Retry_After=header)
    refusal(network())
    assert all(seconds <= Bounds().wait for seconds in waiting.slept)


def test_a_source_that_fails_is_tried_three_times_and_then_left(
    official: Any, network: Any, waiting: Any
) -> None:
    official.routes["/ecfr/"] = lambda h, _: _send(h, 500)
    asker = network()
    assert refusal(asker) == "answered 500, 3 times"
    assert waiting.slept == [2.0, 4.0]
    for path in "bcdef":
        refusal(asker, Request("ecfr", f"/{path}"))
    assert len(official.log) == 9, "three items, three tries each"
    assert "no more after 3 failures" in refusal(asker)
    refusal(network())
    assert len(official.log) == 12, "failures are not kept"


def test_who_cannot_be_reached_is_said(official: Any, network: Any) -> None:
    asker = network()
    official.close()
    assert "cannot be reached" in refusal(asker)


def hang(handler: BaseHTTPRequestHandler, _: str) -> None:
    threading.Event().wait(0.4)


def drip(handler: BaseHTTPRequestHandler, _: str) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", "application/json")
    handler.send_header("Content-Length", "100")
    handler.end_headers()
    handler.wfile.write(b'{"a"')
    handler.wfile.flush()
    threading.Event().wait(0.4)


HEAD = ("HTTP/1.0 200 OK", "Content-Type: application/json")
# what the source does, what is said of it
FAULTS = [
    (hang, "cannot be reached", "silence"),
    (drip, "broke off", "silence in the middle"),
    (raw(*HEAD, "Content-Length: 9", body=b'{"a"'), "broke off", "a truncated answer"),
    (raw("nonsense"), "cannot be reached", "no HTTP"),
    (raw(*HEAD, "Content-Encoding: gzip", body=b"no gzip"), "broke off", "no gzip"),
    (raw("HTTP/1.0 200 OK", "Content-Type: image/png"), "answered with `image/png`", "a picture"),
    (raw("HTTP/1.0 200 OK", "Content-Type: text/html"), "answered with `text/html`", "a page"),
    (raw("HTTP/1.0 403 No"), "answered 403", "refused"),
    (raw("HTTP/1.0 400 Bad"), "answered 400", "a question that it does not take"),
    (raw("HTTP/1.0 302 Go", "Location: /ecfr/a"), "redirects more than 5 times", "a loop"),
    (raw("HTTP/1.0 302 Go"), "redirects more than 5 times", "a redirect to nowhere"),
    (raw("HTTP/1.0 302 Go", "Location: http://example.org/"), "another site", "elsewhere"),
    (raw("HTTP/1.0 302 Go", "Location: file:///etc/passwd"), "another site", "a file"),
]


@pytest.mark.parametrize(("fault", "said", "why"), FAULTS, ids=[why for _, _, why in FAULTS])
def test_a_fault_is_a_reason(
    fault: Any, said: str, why: str, official: Any, network: Any, tmp_path: Path
) -> None:
    official.routes["/ecfr/a"] = fault
    asker = network(silence=0.1, tries=1)
    assert said in refusal(asker), why
    assert not (tmp_path / "kept").exists(), "a failure is not kept"


@pytest.mark.parametrize("packed", [False, True])
def test_an_answer_that_is_too_large_is_not_read(packed: bool, official: Any, network: Any) -> None:
    body = b'"' + b"a" * 3_000_000 + b'"'
    more = {"Content_Encoding": "gzip"} if packed else {}
    official.says(
        "/ecfr/a", gzip.compress(body) if packed else body, kind="application/json", **more
    )
    assert "more than 1,000,000 bytes" in refusal(network(size=1_000_000))


def test_an_answer_that_takes_too_long_is_left(official: Any, network: Any, waiting: Any) -> None:
    def slow(handler: BaseHTTPRequestHandler, _: str) -> None:
        waiting.seconds += 61
        _send(handler, 200)

    official.routes["/ecfr/a"] = slow
    assert "took more than 60 seconds" in refusal(network())


def test_a_redirect_on_its_own_site_is_followed_without_the_key(
    official: Any, waiting: Any, tmp_path: Path
) -> None:
    official.routes["/gi/a"] = raw("HTTP/1.0 302 Go", "Location: /elsewhere")
    official.says("/elsewhere", {})
    found = services({**official.environment(), "COMITY_GOVINFO_KEY": "sesame"})
    asker = Network(found, Kept(tmp_path), waiting.clock())
    assert asker.answer(Request("govinfo", "/a")).address.endswith("/elsewhere")
    assert [headers.get("X-Api-Key") for headers in official.headers] == ["sesame", None]
    assert "sesame" not in "".join(path.read_text() for path in tmp_path.iterdir())


def test_the_keys_and_addresses_of_the_environment() -> None:
    found = services({"COMITY_COURTLISTENER_TOKEN": "abc", "COMITY_ECFR_URL": "http://a.b/c/"})
    assert found["courtlistener"].header == ("Authorization", "Token abc")
    assert found["ecfr"].address == "http://a.b/c"
    assert found["govinfo"] == Service(
        "https://api.govinfo.gov", 1.0, ("X-Api-Key", "DEMO_KEY"), "COMITY_GOVINFO_KEY"
    )
    assert all(one.address.startswith("https://") for one in services({}).values())


@pytest.mark.parametrize("address", ["ftp://a.b", "a.b", "https://", "http://a.b?c", "/etc"])
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(BadAddress, match="COMITY_ECFR_URL"):
        services({"COMITY_ECFR_URL": address})


def test_a_key_that_breaks_a_header_is_refused() -> None:
    with pytest.raises(BadAddress, match="COMITY_GOVINFO_KEY"):
        services({"COMITY_GOVINFO_KEY": "a\r\nHost: b"})


def test_a_proxy_of_the_environment_is_used(
    official: Any, network: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    monkeypatch.setenv("no_proxy", "")
    official.says("/", {})
    assert "cannot be reached" in refusal(network())
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    assert network().answer(ASKED).status == 200


def test_citations_are_looked_up_together(
    official: Any, network: Any, courts: dict[str, Any]
) -> None:
    courts["1 U.S. 1"] = [{"id": 1}]
    asker = network()
    asker.gather(("1 U.S. 1", "2 U.S. 2", "3 U.S. 3"))
    assert official.log == ["/cl/citation-lookup/ text=1 U.S. 1; 2 U.S. 2; 3 U.S. 3"]
    assert '"status":200' in asker.answer(look_up(("1 U.S. 1",))).text.replace(" ", "")
    assert '"status":404' in asker.answer(look_up(("2 U.S. 2",))).text.replace(" ", "")
    asker.gather(("1 U.S. 1", "2 U.S. 2"))
    assert len(official.log) == 1


def test_many_citations_are_looked_up_by_fifty(
    official: Any, network: Any, courts: dict[str, Any]
) -> None:
    cited = tuple(f"{number} U.S. 1" for number in range(1, 121))
    network().gather(cited)
    assert [line.count("U.S.") for line in official.log] == [50, 50, 20]
    network().gather(cited)
    assert len(official.log) == 3


def test_a_batch_that_fails_is_left_to_be_asked_one_by_one(official: Any, network: Any) -> None:
    official.routes["/cl/"] = lambda h, _: _send(h, 500)
    network(failures=9).gather(("1 U.S. 1", "2 U.S. 2"))
    official.says("/cl/", {"detail": "?"})
    network().gather(("1 U.S. 1", "2 U.S. 2"))


KILLED = """
import os, sys, time
from pathlib import Path
from comity.workbench.verify.kept import Kept
from comity.workbench.verify.network import Clock, Network, services
from comity.workbench.verify.sources import Request
network = Network(services(os.environ), Kept(Path(sys.argv[1])), Clock(time.time, lambda _: None))
for number in range(6):
    network.answer(Request("ecfr", f"/{number}"))
"""


def test_a_run_that_was_killed_asks_nothing_twice(official: Any, tmp_path: Path) -> None:
    reached = threading.Event()

    def stop(handler: BaseHTTPRequestHandler, _: str) -> None:
        reached.set()
        threading.Event().wait(0.3)

    official.says("/ecfr/", {})
    official.routes["/ecfr/3"] = stop
    environment = {**os.environ, **official.environment(), "PYTHONPATH": str(SOURCE.parent)}
    command = [sys.executable, "-c", KILLED, str(tmp_path / "kept")]
    with subprocess.Popen(command, env=environment) as run:
        assert reached.wait(20)
        run.send_signal(signal.SIGKILL)
    official.says("/ecfr/3", {})
    subprocess.run(command, env=environment, check=True)
    assert official.log == [f"/ecfr/{number}" for number in (0, 1, 2, 3, 3, 4, 5)]


def test_what_cannot_be_kept_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OSError, match="file"):
        Kept(tmp_path / "file" / "kept").put("a", 0.0, Answer(200, "", "", ""))


def test_one_module_alone_goes_out() -> None:
    outside = {"urllib3", "http", "socket", "ssl", "requests", "httpx", "aiohttp"}
    for path in SOURCE.rglob("*.py"):
        names = {
            alias.name if isinstance(node, ast.Import) else node.module or ""
            for node in ast.walk(ast.parse(path.read_text()))
            if isinstance(node, ast.Import | ast.ImportFrom)
            for alias in node.names
        }
        roots = {name.partition(".")[0] for name in names}
        goes_out = roots & outside or "urllib.request" in names
        assert not goes_out or path == SOURCE / "workbench" / "verify" / "network.py", path
