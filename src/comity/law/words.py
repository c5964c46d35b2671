"""The words of the vocabulary and of files, in English, and how sentences are joined from them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from comity.law.files import Authority, Drops, Event, Ruling
from comity.law.formula import several
from comity.policy.dates import first_day
from comity.policy.instrument import Check, Checked, Interval

SUBJECTS = {
    "detainer_hold": "holding a person past release on an immigration detainer or request",
    "administrative_warrant_arrest": (
        "arresting or holding a person on an administrative immigration warrant"
    ),
    "release_notification": "telling federal authorities when or where a person is released",
    "transfer_custody": "handing a person over to federal custody",
    "jail_access_interview": "access of federal agents to a jail, or to a person held there",
    "nonpublic_area_access": "access of federal agents to other non-public areas",
    "arrest_at_protected_place": "civil immigration arrests at courthouses or other named places",
    "information_sharing_status": "exchanging citizenship or immigration status",
    "information_sharing_whereabouts": "exchanging what helps to find a person",
    "information_sharing_other": "exchanging other personal information",
    "database_access": "access of federal agents to databases or records systems",
    "status_inquiry": "asking about citizenship or immigration status",
    "record_keeping_of_status": "recording or keeping citizenship or immigration status",
    "enforcement_assistance": "taking part in civil immigration enforcement operations",
    "agreement_287g": "an agreement under 8 U.S.C. § 1357(g)",
    "detention_contract": "housing persons for federal immigration detention",
    "use_of_resources_funds": "spending money, time or property on immigration enforcement",
    "system_use": "using a system of one's own for immigration enforcement",
    "declaration": "declaring itself a sanctuary, welcoming or similar place",
    "lawful_presence_grant": "granting a right to lawful presence or status",
    "operations_disclosure": "disclosing federal operations or sensitive information",
    "benefits_services_access": "access to services or benefits",
    "training_reporting": "training on, or reporting of, contacts with immigration authorities",
    "notice_to_person": "telling the person concerned of a detainer, request or interview",
    "savings_clause_1373": "leaving untouched what 8 U.S.C. § 1373 or § 1644 protects",
    "savings_clause_law_generally": "leaving untouched what other law requires",
    "preemption_of_local_policy": "what local governments may or may not adopt",
    "penalty_on_official": "what follows where an official or a government breaks the rule",
}
ACTS = {
    "prohibits": "prohibits",
    "discourages": "discourages",
    "permits": "permits",
    "authorizes": "authorizes",
    "requires": "requires",
    "excepts": "bars, with an exception for that situation,",
}
CONDITIONS = {
    "judicial_warrant": "a warrant signed by a judge",
    "administrative_warrant": "an administrative warrant signed by an immigration officer",
    "court_order": "a court's order",
    "criminal_warrant": "a criminal warrant",
    "probable_cause": "probable cause of a crime",
    "judicial_finding": "a judge's finding of probable cause",
    "criminal_conviction": "a criminal conviction",
    "criminal_charge": "a criminal charge",
    "removal_order": "an order of removal",
    "public_safety": "a danger to public safety",
    "criminal_investigation": "a purpose other than civil immigration enforcement",
    "victim_or_witness": "a person who is a victim or a witness",
    "consent": "the person's consent",
    "federal_law_required": "a requirement of federal law",
    "federal_law_authorizes": "an authorization by federal law",
    "federal_law_forbids": "a prohibition by federal law",
    "law_required": "a requirement of other law",
    "cross_reference": "another section of the same law that governs",
    "public_information": "information that is public anyway",
    "benefit_eligibility": "a benefit or licence that depends on it",
    "approval": "an official's approval",
    "reimbursement": "federal payment",
    "appropriation": "an appropriation of money",
    "time_limit": "a limit of hours or days",
    "valid_detainer": "a detainer or request that is complete",
    "other": "some other condition of the rule's own",
}
BINDS = {
    "all_officials": "all officials",
    "law_enforcement": "law enforcement",
    "jail": "the jail",
    "prosecutors": "prosecutors",
    "schools": "schools",
    "courts": "courts",
    "local_governments": "local governments",
    "private_parties": "private parties",
    "federal_agents": "federal agents",
    "named_agency": "a named agency",
}
COUNTERPARTIES = {
    "dhs": "the Department of Homeland Security",
    "other_governments": "other governments",
    "public": "the public",
    "person": "the person concerned",
    "any": "all alike",
}
MAKERS = {
    "own": "the government itself or an office of it",
    "state": "the State",
    "county": "the county",
    "parents": "the State or the county above the government",
    "federal": "federal law",
}
EVENTS = {
    "notice": "a notice",
    "designation": "a designation",
    "certification": "a certification",
    "judgment": "a judgment",
    "public_statement": "a public statement",
}
KINDS = {
    "state": "States",
    "district": "the District of Columbia",
    "territory": "territories",
    "county": "counties",
    "municipality": "municipalities",
    "township": "townships",
    "consolidated": "consolidated governments",
    "special_district": "special districts",
    "tribe": "tribes",
}
CAPACITIES = {
    "party": "as a party before a court",
    "letter": "in a formal letter",
    "applies": "as the one that applies it",
    "enacts": "as the enacting authority",
    "amicus": "as a friend of the court",
    "commentary": "in commentary",
}
HAPPENED = {
    "decided": "decided",
    "amended": "amended",
    "stayed": "stayed",
    "stay_lifted": "stay lifted",
    "narrowed": "narrowed",
    "affirmed": "affirmed",
    "reversed": "reversed",
    "vacated": "vacated",
    "superseded": "superseded",
    "moot": "moot",
    "appealed": "appealed",
    "appeal_dropped": "appeal dropped",
    "ended": "ended",
}
WEIGHTS = {
    "holding": "Holding",
    "alternative": "Alternative ground, which counts for nothing",
    "dictum": "Dictum, which counts for nothing",
    "analogous": "By analogy, which counts for nothing",
}
STAGES = {
    "merits": "merits",
    "preliminary": "preliminary relief, which forecloses nothing where a trial court gave it",
    "jurisdiction": "jurisdiction only, which forecloses nothing",
}
READ = {
    "whole": "the whole text",
    "part": "a part of the text",
    "report": "a report of it",
}
CLARITY = {
    "vague": "too vague",
    "likely_vague": "likely too vague",
    "not_vague": "not too vague",
}
OVER = {
    "subject": "subjects",
    "act": "acts",
    "in": "situations",
    "binds": "those who are bound",
}


def stopped(text: str) -> str:
    """End a sentence with a full stop, unless it has one."""
    return text if text.endswith((".", ".”", '."', "?")) else f"{text}."


def word_over(over: str | None, word: str) -> str:
    """Return the English of a word that a scope term is over."""
    table = {"act": ACTS, "in": CONDITIONS, "binds": BINDS}.get(over or "", SUBJECTS)
    return table.get(word, word)


def joined(words: Iterable[str], last: str) -> str:
    """Join words with commas, and a last word before the last."""
    listed = list(words)
    if len(listed) < 2:
        return "".join(listed)
    return f"{', '.join(listed[:-1])} {last} {listed[-1]}"


def and_(words: Iterable[str]) -> str:
    """Join words with `and`."""
    return joined(words, "and")


def or_(words: Iterable[str]) -> str:
    """Join words with `or`."""
    return joined(words, "or")


def conditions_in(conditions: Iterable[str], last: str) -> str:
    """Join the English of conditions."""
    return joined((CONDITIONS[condition] for condition in conditions), last)


def left_out(drops: Drops) -> Iterator[str]:
    """Give what a filter leaves out, in words."""
    for by in several(drops.by):
        yield {"parents": "rules that its State or county made", "own": "its own rules"}[by]
    for kind in several(drops.kind):
        yield f"rules that stand in a {kind.replace('_', ' ')} only"
    for office in several(drops.of):
        yield f"rules of the office of the {office.strip('#').replace('_', ' ')}"
    if drops.demanded_by is not None:
        yield "its own rules that its State or county demands of it"
    if drops.saved_by is not None:
        yield f"rules that a clause saving {and_(several(drops.saved_by.law))} covers"
        for condition in drops.saved_by.also:
            yield f"rules that give way, in their own words, to {CONDITIONS[condition]}"


def source_of(authority: Authority) -> str:
    """Name the source of a test, who made it and when."""
    said = [authority.cite]
    if authority.as_:
        said.append(f"enacted as: {authority.as_}")
    said.append(f"by: {authority.enacted_by}")
    if authority.date:
        said.append(on_day(authority.date))
    return stopped("; ".join(said))


def span(start: str | None, end: str | None) -> str:
    """Say from when until when."""
    if start is None and end is None:
        return "at no recorded date"
    begun = f"from {start}" if start else "from an unrecorded day"
    return f"{begun} until {end}" if end else f"{begun} on"


def held(interval: Interval) -> str:
    """Say from when until when something held."""
    return span(interval.from_, interval.until).capitalize()


def checked_how(check: Check) -> str:
    """Say when something was checked, against what, and which words were seen."""
    if not isinstance(check, Checked):
        return "Never checked."
    saw = f": “{check.saw}”" if check.saw else ", without the words that were seen"
    return f"Checked {check.date} against {check.against}{saw}"


def on_day(date: str) -> str:
    """Say on which day, or in which month or year."""
    return f"on {date}" if len(date) == len("2017-01-01") else f"in {date}"


def decided_on(ruling: Ruling) -> str:
    """Return the day on which a ruling was decided."""
    days = [event.date for event in ruling.events if event.what == "decided"]
    return min(days, default="on no recorded day")


def by_day(events: Iterable[Event]) -> list[Event]:
    """Return events in the order of their days."""
    return sorted(events, key=lambda event: first_day(event.date))
