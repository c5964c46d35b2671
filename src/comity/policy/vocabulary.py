"""The one closed list of words in which provisions are coded."""

from __future__ import annotations

from typing import Literal, get_args

Subject = Literal[
    "detainer_hold",
    "administrative_warrant_arrest",
    "release_notification",
    "transfer_custody",
    "jail_access_interview",
    "nonpublic_area_access",
    "arrest_at_protected_place",
    "information_sharing_status",
    "information_sharing_whereabouts",
    "information_sharing_other",
    "database_access",
    "status_inquiry",
    "record_keeping_of_status",
    "enforcement_assistance",
    "agreement_287g",
    "detention_contract",
    "use_of_resources_funds",
    "system_use",
    "declaration",
    "lawful_presence_grant",
    "operations_disclosure",
    "benefits_services_access",
    "training_reporting",
    "notice_to_person",
    "savings_clause_1373",
    "savings_clause_law_generally",
    "preemption_of_local_policy",
    "penalty_on_official",
]
Act = Literal["prohibits", "discourages", "permits", "authorizes", "requires"]
Named = Literal[
    "judicial_warrant",
    "administrative_warrant",
    "court_order",
    "criminal_warrant",
    "probable_cause",
    "judicial_finding",
    "criminal_conviction",
    "criminal_charge",
    "removal_order",
    "public_safety",
    "criminal_investigation",
    "victim_or_witness",
    "consent",
    "federal_law_required",
    "federal_law_authorizes",
    "federal_law_forbids",
    "law_required",
    "cross_reference",
    "public_information",
    "benefit_eligibility",
    "approval",
    "reimbursement",
    "appropriation",
    "time_limit",
    "valid_detainer",
]
"""The conditions that are the same wherever they stand, so that a query can name them."""
Condition = Literal[Named, "other"]
Binds = Literal[
    "all_officials",
    "law_enforcement",
    "jail",
    "prosecutors",
    "schools",
    "courts",
    "local_governments",
    "private_parties",
    "federal_agents",
    "named_agency",
]
Counterparty = Literal["dhs", "other_governments", "public", "person", "any"]
Office = Literal[
    "council",
    "executive",
    "sheriff",
    "police",
    "jail",
    "prosecutor",
    "attorney_general",
    "courts",
    "schools",
]
InstrumentKind = Literal[
    "constitution",
    "statute",
    "ordinance",
    "resolution",
    "executive_order",
    "regulation",
    "agency_policy",
    "directive",
    "agreement",
    "memorandum_of_understanding",
    "consent_decree",
    "judicial_decision",
    "attorney_general_opinion",
    "practice",
]
EventKind = Literal["notice", "designation", "certification", "judgment", "public_statement"]
GovernmentKind = Literal[
    "state",
    "district",
    "territory",
    "county",
    "municipality",
    "township",
    "consolidated",
    "special_district",
    "tribe",
]

SUBJECTS: tuple[str, ...] = get_args(Subject)
ACTS: tuple[str, ...] = get_args(Act)
BARS = ("prohibits", "discourages")
CONDITIONS: tuple[str, ...] = get_args(Condition)
NAMED: tuple[str, ...] = get_args(Named)
BINDS: tuple[str, ...] = get_args(Binds)
COUNTERPARTIES: tuple[str, ...] = get_args(Counterparty)
OFFICES: tuple[str, ...] = get_args(Office)
