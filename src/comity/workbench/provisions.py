"""Checks of a government's instruments and provisions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from comity.law.files import Drops, Effect
from comity.law.formula import Query, several
from comity.policy.instrument import Government, Instrument, Provision
from comity.policy.vocabulary import OFFICES
from comity.strict_yaml import nearest
from comity.workbench.codes import At, Check, Code, Files, Found

SAVINGS = ("savings_clause_1373", "savings_clause_law_generally")


def _impossible(files: Files) -> Iterator[Found]:
    for file, at, provision in files.each(Provision):
        for key in ("when", "unless"):
            node = file.node.at(at).get(key)
            if node is not None and node.items == []:
                yield Found(file, (*at, key), f"`{key}: []` names no alternative, leave it out")
            for number, alternative in enumerate(getattr(provision, key)):
                if not alternative:
                    yield Found(
                        file,
                        (*at, key, number),
                        f"an empty alternative of `{key}` always holds, expected a condition",
                    )
        for number, alternative in enumerate(provision.when):
            for exception in provision.unless:
                if exception and set(exception) <= set(alternative):
                    yield Found(
                        file,
                        (*at, "when", number),
                        f"never applies: `unless` excepts [{', '.join(exception)}], which this "
                        "alternative contains",
                    )


def _twice(files: Files) -> Iterator[Found]:
    for file, at, government in files.each(Government):
        seen: set[str] = set()
        for number, instrument in enumerate(government.instruments):
            if instrument.instrument in seen:
                yield Found(
                    file,
                    (*at, "instruments", number, "instrument"),
                    f"the instrument `{instrument.instrument}` stands twice, expected one id each",
                )
            seen.add(instrument.instrument)
    for file, at, instrument in files.each(Instrument):
        ids: set[str] = set()
        for number, provision in enumerate(instrument.provisions):
            if provision.id in ids:
                yield Found(
                    file,
                    (*at, "provisions", number, "id"),
                    f"the provision `{provision.id}` stands twice in `{instrument.instrument}`, "
                    "expected one id each",
                )
            ids.add(provision.id)


def names_of(government: Government) -> set[str]:
    """Return every name by which a file's provisions and instruments can be meant in it."""
    found: set[str] = set()
    for instrument in government.instruments:
        found.add(instrument.instrument)
        for provision in instrument.provisions:
            short = f"{instrument.instrument}/{provision.id}"
            found |= {provision.id, short, f"{government.government}/{short}"}
    return found


def full_names(governments: Iterable[Government]) -> set[str]:
    """Return every instrument and provision with its government's id before it."""
    return {
        name
        for government in governments
        for instrument in government.instruments
        for name in (
            f"{government.government}/{instrument.instrument}",
            *(
                f"{government.government}/{instrument.instrument}/{provision.id}"
                for provision in instrument.provisions
            ),
        )
    }


def _unknown_provisions(files: Files) -> Iterator[Found]:
    for file, at, government in files.each(Government):
        instruments = {instrument.instrument for instrument in government.instruments}
        provisions = names_of(government) - instruments
        for i, instrument in enumerate(government.instruments):
            where: At = (*at, "instruments", i)
            for k, name in enumerate(instrument.supersedes):
                if name not in instruments:
                    yield Found(
                        file,
                        (*where, "supersedes", k),
                        f"supersedes the unknown instrument `{name}`{nearest(name, instruments)}",
                    )
            for j, provision in enumerate(instrument.provisions):
                inner: At = (*where, "provisions", j)
                if provision.overrides != "all":
                    for k, name in enumerate(provision.overrides):
                        if name not in provisions:
                            yield Found(
                                file,
                                (*inner, "overrides", k),
                                f"overrides the unknown provision `{name}`"
                                f"{nearest(name, provisions)}",
                            )
                if provision.saves is not None and provision.saves.provisions != "all":
                    own = {other.id for other in instrument.provisions}
                    known = own | {n for n in provisions if n.count("/") == 1} | instruments
                    for k, name in enumerate(provision.saves.provisions):
                        if name not in known:
                            yield Found(
                                file,
                                (*inner, "saves", "provisions", k),
                                f"saves against the unknown provision `{name}`"
                                f"{nearest(name, known)}",
                            )
    full = full_names(files.governments.values())
    for file, at, effect in files.each(Effect):
        for k, name in enumerate(several(effect.suspends)):
            if name not in full:
                yield Found(
                    file,
                    (*at, "suspends", k),
                    f"suspends the unknown provision `{name}`{nearest(name, full)}",
                )


def _clauses(files: Files) -> Iterator[Found]:
    for file, at, provision in files.each(Provision):
        if provision.subject == "preemption_of_local_policy" and not provision.about:
            yield Found(
                file, at, "preemption without `about`, expected the subjects that it displaces"
            )
        if provision.subject in SAVINGS:
            if provision.act != "permits":
                yield Found(
                    file,
                    (*at, "act"),
                    f"a savings clause that {provision.act}, expected `act: permits`",
                )
            if provision.saves is None:
                yield Found(
                    file, at, "a savings clause without `saves`, expected the law that it saves"
                )


def _only_time(files: Files) -> Iterator[Found]:
    for file, at, provision in files.each(Provision):
        for number, alternative in enumerate(provision.unless):
            if alternative and set(alternative) == {"time_limit"}:
                yield Found(
                    file,
                    (*at, "unless", number),
                    "an exception of nothing but `time_limit`, which excepts nothing; expected "
                    "another condition with it",
                )


def _offices(files: Files) -> Iterator[Found]:
    for file in files.checked:
        for at, value in files.inside(file):
            if not isinstance(value, Instrument | Query | Drops):
                continue
            for number, name in enumerate(several(value.of)):
                office = name.removeprefix("#")
                if office not in OFFICES:
                    yield Found(
                        file,
                        (*at, "of", number),
                        f"the office `{name}` is unknown, expected one of {', '.join(OFFICES)}"
                        f"{nearest(office, OFFICES)}",
                    )


CHECKS = (
    Check(
        Code(
            "POL001",
            "a condition that is impossible or empty",
            "`when` and `unless` list alternatives, each a set of conditions. An empty list or an "
            "empty alternative says nothing, and an alternative of `when` that contains one of "
            "`unless` never applies.",
            "when: [[judicial_warrant, consent]]\nunless: [[consent]]",
        ),
        _impossible,
    ),
    Check(
        Code(
            "POL002",
            "an instrument or provision stands twice",
            "Other files mean an instrument by GOVERNMENT/INSTRUMENT and a provision by "
            "GOVERNMENT/INSTRUMENT/PROVISION, so each id stands once in its file or instrument.",
            "provisions:\n"
            "  - {id: hold, subject: detainer_hold, act: prohibits}\n"
            "  - {id: hold, subject: transfer_custody, act: prohibits}",
        ),
        _twice,
    ),
    Check(
        Code(
            "POL003",
            "a provision or instrument that is unknown",
            "`overrides` and `saves` name provisions of the same file, `supersedes` an instrument "
            "of it, a ruling's `suspends` GOVERNMENT/INSTRUMENT or a provision of that. A name "
            "that nothing bears has no effect, in silence.",
            "overrides: [no-such-provision]",
        ),
        _unknown_provisions,
    ),
    Check(
        Code(
            "POL004",
            "a preemption or savings clause that lacks its object",
            "Preemption needs `about`, the subjects on which it displaces local rules. A savings "
            "clause permits (it demands nothing), and needs `saves`, the law that it leaves "
            "untouched.",
            "{id: saving, subject: savings_clause_1373, act: permits}",
        ),
        _clauses,
    ),
    Check(
        Code(
            "POL006",
            "an exception of time alone",
            "The engine leaves `time_limit` out of every alternative, so an `unless` of nothing "
            "else excepts nothing. A hold of up to so many hours is a rule that permits.",
            "unless: [[time_limit]]",
        ),
        _only_time,
    ),
    Check(
        Code(
            "POL007",
            "an office that is unknown",
            "`of` names an office by the vocabulary, with or without `#`; an unknown one matches "
            "no query.",
            'of: "#sherif"',
        ),
        _offices,
    ),
)
