"""Which offices there are, and which a government cannot have."""

from __future__ import annotations

from comity.places.found import NotAGovernment
from comity.places.index import Place
from comity.places.lookup import may_have_sheriff

OFFICES = (
    "council",
    "executive",
    "sheriff",
    "police",
    "jail",
    "prosecutor",
    "attorney_general",
    "courts",
    "schools",
)
"""The offices that an id can name, behind `#`."""

NO_SUCH = "an office that does not exist"

NO_SHERIFFS = {
    "state:ak": "Alaska has no sheriffs: its boroughs have police, and the State has troopers",
    "state:ct": "Connecticut has had no sheriffs since 2000: State marshals took their place",
    "state:hi": "the counties of Hawaii have no sheriffs: the Sheriff Division is the State's",
}
"""States whose counties have no sheriff (Conn. Const. amend. XXX of 2000)."""


def missing(place: Place, office: str | None, said: str) -> NotAGovernment | None:
    """Say why a government has no such office; None where it may have it.

    `said` are the words that named the office: a governor is an executive, but a State's alone.
    """
    of_a_state = "/" not in place.id
    if office == "attorney_general" and not of_a_state:
        return NotAGovernment(NO_SUCH, f"an attorney general is a State's, and not of {place.name}")
    if "governor" in said.casefold() and not of_a_state:
        return NotAGovernment(NO_SUCH, f"a governor is a State's, and not of {place.name}")
    if office != "sheriff":
        return None
    why = NO_SHERIFFS.get(place.id.partition("/")[0])
    if why is not None:
        return NotAGovernment(NO_SUCH, why)
    if place.dates[1:2] not in ((), ("",)):
        return NotAGovernment(NO_SUCH, f"{place.name} ended on {place.dates[1]}")
    if not place.id.startswith("state:"):
        return NotAGovernment(NO_SUCH, "the District and the territories have no sheriffs")
    if not may_have_sheriff(place):
        return NotAGovernment(NO_SUCH, f"a sheriff is a county's, and not of {place.name}")
    return None
