"""The one place from which Comity goes out: bounded, slow on purpose, nothing asked twice.

urllib3 is imported here alone, and this module only by `comity law verify`.
"""

from __future__ import annotations

import datetime
import time
import urllib.request
from collections.abc import Callable, Mapping
from email.message import Message
from email.utils import parsedate_to_datetime
from typing import NoReturn
from urllib.parse import SplitResult, urlencode, urljoin, urlsplit

import msgspec
import urllib3

from comity import __version__
from comity.workbench.verify.kept import Kept
from comity.workbench.verify.sources import (
    Answer,
    LookedUp,
    Request,
    Source,
    Unanswered,
    look_up,
)

BATCH = 50
"""How many citations are looked up at once; CourtListener takes 60 a minute and 250 a request."""


class Bounds(msgspec.Struct, frozen=True):
    """Bound one request: bytes once unpacked, seconds, redirects, tries, seconds of waiting."""

    size: int = 16_000_000
    seconds: float = 60.0
    silence: float = 20.0
    redirects: int = 5
    tries: int = 3
    wait: float = 120.0
    failures: int = 3
    """After how many failures in a row a source is asked no more."""


class Clock(msgspec.Struct, frozen=True):
    """Tell the seconds since 1970, and wait."""

    now: Callable[[], float] = time.time
    sleep: Callable[[float], None] = time.sleep


class Service(msgspec.Struct, frozen=True):
    """Hold a source's address without a slash at its end, its key, seconds between requests."""

    address: str
    pause: float
    header: tuple[str, str] | None = None
    key_name: str | None = None


_DEFAULTS: dict[Source, tuple[str, str, float]] = {
    # Some five requests a minute are free at CourtListener, which a charity pays for.
    "courtlistener": (
        "COMITY_COURTLISTENER_URL",
        "https://www.courtlistener.com/api/rest/v4",
        13.0,
    ),
    "ecfr": ("COMITY_ECFR_URL", "https://www.ecfr.gov", 1.0),
    "federal_register": (
        "COMITY_FEDERAL_REGISTER_URL",
        "https://www.federalregister.gov/api/v1",
        1.0,
    ),
    "govinfo": ("COMITY_GOVINFO_URL", "https://api.govinfo.gov", 1.0),
    "govinfo_pages": ("COMITY_GOVINFO_PAGES_URL", "https://www.govinfo.gov", 1.0),
}


class BadAddress(ValueError):
    """Say that an address in the environment is none."""


def services(environment: Mapping[str, str]) -> dict[Source, Service]:
    """Return the sources with the addresses and keys of the environment.

    Raises BadAddress for what is no address of a web server.
    """
    found: dict[Source, Service] = {}
    for source, (variable, default, pause) in _DEFAULTS.items():
        address = (environment.get(variable) or default).rstrip("/")
        parts = urlsplit(address)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.query:
            raise BadAddress(
                f"{variable}: `{address[:80]}` is no address, expected one such as {default}"
            )
        header, key_name = None, None
        if source == "govinfo":
            key_name = "COMITY_GOVINFO_KEY"
            header = ("X-Api-Key", environment.get(key_name) or "DEMO_KEY")
        elif source == "courtlistener":
            key_name = "COMITY_COURTLISTENER_TOKEN"
            token = environment.get(key_name)
            header = ("Authorization", f"Token {token}") if token else None
        if header is not None and not header[1].isprintable():
            raise BadAddress(f"{key_name}: holds what no key can hold")
        found[source] = Service(address, pause, header, key_name)
    return found


class _Again(Exception):
    """Ask again, after so many seconds where the source said how many."""

    def __init__(self, why: str, after: float | None = None) -> None:
        super().__init__(why)
        self.after = after


class Network:
    """Ask the sources, one request at a time, each answer kept on disk."""

    def __init__(
        self,
        services: Mapping[Source, Service],
        kept: Kept,
        clock: Clock | None = None,
        bounds: Bounds | None = None,
    ) -> None:
        self._services = services
        self._kept = kept
        self._clock = clock or Clock()
        self._bounds = bounds or Bounds()
        self._last: dict[Source, float] = {}
        self._failed: dict[Source, int] = {}
        self._closed: dict[Source, str] = {}
        self._pools: dict[str | None, urllib3.PoolManager] = {}

    def answer(self, request: Request) -> Answer:
        """Return an answer, kept or new; raise Unanswered where there is none, and say why."""
        asked = self._asked(request)
        kept = self._kept.get(asked, self._clock.now())
        if kept is not None:
            return kept
        answer = self._new(request)
        self._kept.put(asked, self._clock.now(), answer)
        return answer

    def gather(self, citations: tuple[str, ...]) -> None:
        """Look up citations in batches, and keep each one's answer as if it had been asked alone.

        A batch that fails is left: each of its citations is then asked alone.
        """
        now = self._clock.now()
        missing = [
            one for one in citations if self._kept.get(self._asked(look_up((one,))), now) is None
        ]
        for start in range(0, len(missing), BATCH):
            batch = tuple(missing[start : start + BATCH])
            if len(batch) < 2:
                return
            try:
                answer = self._new(look_up(batch))
                entries = msgspec.json.decode(answer.text, type=list[msgspec.Raw])
                read = [(msgspec.json.decode(raw, type=LookedUp), raw) for raw in entries]
            except (Unanswered, msgspec.DecodeError):
                continue
            for entry, raw in read:
                if entry.status == 429 or entry.citation not in batch:
                    continue
                alone = msgspec.structs.replace(answer, text=msgspec.json.encode([raw]).decode())
                self._kept.put(self._asked(look_up((entry.citation,))), self._clock.now(), alone)

    def _asked(self, request: Request) -> str:
        """Name a request, its source's address included, without any key."""
        return f"{self._url(request)}\n{urlencode(request.form)}"

    def _url(self, request: Request) -> str:
        if request.path.startswith(("http://", "https://")):
            return request.path
        return self._services[request.source].address + request.path

    def _new(self, request: Request) -> Answer:
        source = request.source
        if source in self._closed:
            raise Unanswered(self._closed[source])
        why = ""
        for number in range(self._bounds.tries):
            self._pause(source)
            try:
                answer = self._once(request)
            except _Again as error:
                why = str(error)
                after = error.after if error.after is not None else 2.0 ** (number + 1)
                if after > self._bounds.wait:
                    self._close(source, f"asks to wait {after:.0f} seconds: run it again then")
                if number + 1 < self._bounds.tries:
                    self._clock.sleep(after)
            except Unanswered:
                self._count(source)
                raise
            else:
                self._failed[source] = 0
                return answer
        self._count(source)
        raise Unanswered(f"{why}, {self._bounds.tries} times")

    def _count(self, source: Source) -> None:
        self._failed[source] = self._failed.get(source, 0) + 1
        if self._failed[source] >= self._bounds.failures:
            self._closed[source] = (
                f"was asked no more after {self._bounds.failures} failures in a row"
            )

    def _close(self, source: Source, why: str) -> NoReturn:
        self._closed[source] = why
        raise Unanswered(why)

    def _pause(self, source: Source) -> None:
        last = self._last.get(source)
        if last is not None:
            left = last + self._services[source].pause - self._clock.now()
            if left > 0:
                self._clock.sleep(left)
        self._last[source] = self._clock.now()

    def _once(self, request: Request) -> Answer:
        """Send one request and follow its redirects, all of them on the source's own site."""
        service = self._services[request.source]
        url = self._url(request)
        deadline = self._clock.now() + self._bounds.seconds
        for _ in range(self._bounds.redirects + 1):
            _same_site(service.address, url)
            response = self._send(url, request, service)
            try:
                if response.status in (301, 302, 303, 307, 308):
                    url = urljoin(url, response.headers.get("Location", ""))
                    continue
                return self._read(response, url, request, service, deadline)
            except urllib3.exceptions.HTTPError as error:
                raise _Again(f"broke off its answer ({_short(error)})") from None
            finally:
                response.close()
        raise Unanswered(f"redirects more than {self._bounds.redirects} times")

    def _send(self, url: str, request: Request, service: Service) -> urllib3.BaseHTTPResponse:
        headers = {
            "User-Agent": f"comity/{__version__} (law verify)",
            "Accept": "application/json" if request.expects == "json" else "text/*, */*;q=0.5",
            "Accept-Encoding": "gzip",
        }
        # A key is sent to the address that it belongs to, and to no other.
        if service.header is not None and url.startswith(f"{service.address}/"):
            headers[service.header[0]] = service.header[1]
        body = urlencode(request.form) if request.form else None
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        silence = min(self._bounds.silence, self._bounds.seconds)
        try:
            return self._pool(url).request(
                "GET" if body is None else "POST",
                url,
                body=body,
                headers=headers,
                preload_content=False,
                redirect=False,
                retries=False,
                timeout=urllib3.Timeout(connect=silence, read=silence),
            )
        except urllib3.exceptions.HTTPError as error:
            raise _Again(f"cannot be reached ({_short(error)})") from None

    def _read(
        self,
        response: urllib3.BaseHTTPResponse,
        url: str,
        request: Request,
        service: Service,
        deadline: float,
    ) -> Answer:
        status = response.status
        if status == 429 or status >= 500:
            after = _seconds(response.headers.get("Retry-After"), self._clock.now())
            if after is None and status == 429:
                after = 60.0
            raise _Again(f"answered {status}", after)
        if status in (401, 403):
            key = f"; {service.key_name} holds its key" if service.key_name else ""
            raise Unanswered(f"answered {status}{key}")
        if status not in (200, 404):
            raise Unanswered(f"answered {status}")
        if status == 200:
            _same_type(response.headers.get("Content-Type", ""), request.expects)
        data = bytearray()
        for chunk in response.stream(65_536, decode_content=True):
            data += chunk
            if len(data) > self._bounds.size:
                raise Unanswered(f"answered more than {self._bounds.size:,} bytes")
            if self._clock.now() > deadline:
                raise Unanswered(f"took more than {self._bounds.seconds:g} seconds")
        text = data.decode(_charset(response.headers.get("Content-Type", "")), "replace")
        day = datetime.date.fromtimestamp(self._clock.now()).isoformat()
        return Answer(status, url, text if status == 200 else "", day)

    def _pool(self, url: str) -> urllib3.PoolManager:
        """Return the connections to use: those of a proxy where the environment names one."""
        parts = urlsplit(url)
        proxy = urllib.request.getproxies().get(parts.scheme)
        if proxy and urllib.request.proxy_bypass(parts.hostname or ""):
            proxy = None
        if proxy not in self._pools:
            self._pools[proxy] = urllib3.ProxyManager(proxy) if proxy else urllib3.PoolManager()
        return self._pools[proxy]


def _same_site(address: str, url: str) -> None:
    """Refuse what lies on another site, or gives up encryption: it would be no official answer."""
    ours, theirs = urlsplit(address), urlsplit(url)
    downgraded = ours.scheme == "https" and theirs.scheme != "https"
    if theirs.scheme not in ("http", "https") or downgraded or _site(ours) != _site(theirs):
        raise Unanswered(f"leads to another site ({theirs.scheme}://{theirs.netloc[:60]})")


def _site(parts: SplitResult) -> tuple[str, int | None]:
    host = parts.hostname or ""
    if host.replace(".", "").isdigit() or ":" in host or "." not in host:
        return host, parts.port
    return ".".join(host.split(".")[-2:]), None


def _same_type(given: str, expected: str) -> None:
    kind = given.partition(";")[0].strip().lower()
    fits = (
        kind == "application/json" or kind.endswith("+json")
        if expected == "json"
        else kind.startswith("text/") or kind.endswith("xml")
    )
    if not fits:
        raise Unanswered(f"answered with `{kind[:40]}`, expected {expected}")


def _charset(given: str) -> str:
    message = Message()
    message["Content-Type"] = given
    charset = message.get_param("charset") or "utf-8"
    try:
        "".encode(str(charset))
    except LookupError:
        return "utf-8"
    return str(charset)


def _seconds(value: str | None, now: float) -> float | None:
    """Read Retry-After: seconds, or a moment; None where it is neither."""
    if value is None:
        return None
    if value.strip().isdecimal():
        return float(value)
    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - now)
    except (ValueError, OverflowError):
        return None


def _short(error: Exception) -> str:
    return type(error).__name__
