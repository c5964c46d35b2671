"""Checks of a term's readings: rival, held by somebody, and of the term's own kind."""

from __future__ import annotations

from collections.abc import Iterator

from comity.law.files import STANDING, Drops, Effect, Reading, Term
from comity.law.meaning import content
from comity.policy.vocabulary import ACTS, BINDS, NAMED, SUBJECTS
from comity.strict_yaml import nearest
from comity.workbench.codes import At, Check, Code, Files, Found

WORDS: dict[str, tuple[str, ...]] = {
    "subject": SUBJECTS,
    "act": (*ACTS, "excepts"),
    "in": NAMED,
    "binds": BINDS,
}
"""The words that a scope term may cover, by the key at which it stands."""

CONTENT = {"scope": "covers", "filter": "drops", "formula": "means"}
"""The key that a reading has, by the kind of its term."""


def _alone(files: Files) -> Iterator[Found]:
    for file, at, term in files.each(Term):
        meanings = {content(reading) for reading in _hashable(term)}
        if len(term.readings) < 2:
            yield Found(file, (*at, "readings"), "a term with one reading, expected rivals")
        elif len(meanings) < 2:
            yield Found(
                file, (*at, "readings"), "every reading means the same, expected rival meanings"
            )


def _hashable(term: Term) -> list[Reading]:
    return list(term.readings.values())


def _unheld(files: Files) -> Iterator[Found]:
    for file, at, term in files.each(Term):
        for name, reading in term.readings.items():
            where: At = (*at, "readings", name)
            if not reading.held_by:
                yield Found(
                    file, where, f"nobody holds the reading `{name}`, expected a holder", True
                )
            elif not any(
                holder.who in files.rulings or holder.as_ in STANDING for holder in reading.held_by
            ):
                yield Found(
                    file,
                    where,
                    f"no holder of `{name}` has standing, so it is never open; expected a court "
                    f"or a holder as {', '.join(STANDING)}",
                    True,
                )


def _unfit(files: Files) -> Iterator[Found]:
    for file, at, term in files.each(Term):
        wanted = CONTENT[term.kind]
        if term.kind == "scope" and term.over is None:
            yield Found(file, at, "a scope term without `over`, expected subject, act, in or binds")
        if term.kind != "scope" and term.over is not None:
            yield Found(file, (*at, "over"), f"`over` on a {term.kind} term, expected none")
        for name, reading in term.readings.items():
            where: At = (*at, "readings", name)
            for key in CONTENT.values():
                has = getattr(reading, key) is not None
                if has and key != wanted:
                    yield Found(
                        file,
                        (*where, key),
                        f"`{key}` in a reading of a {term.kind} term, expected `{wanted}`",
                        True,
                    )
                elif not has and key == wanted:
                    yield Found(
                        file,
                        where,
                        f"the reading `{name}` of a {term.kind} term lacks `{wanted}`",
                        True,
                    )
            if isinstance(reading.drops, Drops) and reading.drops == Drops():
                yield Found(
                    file, (*where, "drops"), "drops by no rule, expected a key or `nothing`"
                )
            if term.kind == "scope" and term.over is not None and reading.covers is not None:
                known = WORDS[term.over]
                for number, word in enumerate(reading.covers):
                    if word not in known:
                        yield Found(
                            file,
                            (*where, "covers", number),
                            f"`{word}` is no {term.over}{nearest(word, known)}",
                        )
    yield from _unfit_holdings(files)


def _unfit_holdings(files: Files) -> Iterator[Found]:
    for file, at, effect in files.each(Effect):
        term = files.terms.get(effect.construes or "")
        if term is None:
            continue
        for key in ("excludes", "includes"):
            words = getattr(effect, key)
            if words and (term.kind != "scope" or term.over is None):
                yield Found(
                    file,
                    (*at, key),
                    f"`{key}` on a {term.kind} term, expected `adopts` or `forecloses`",
                )
                continue
            for number, word in enumerate(words):
                known = WORDS[term.over or "subject"]
                if word not in known:
                    yield Found(
                        file,
                        (*at, key, number),
                        f"`{word}` is no {term.over}{nearest(word, known)}",
                    )


CHECKS = (
    Check(
        Code(
            "LAW003",
            "a term with one meaning",
            "A term stands for a phrase on whose meaning somebody differs. With one reading, or "
            "with readings that all mean the same, nothing is open: write the words into the "
            "test, or look for the other side's reading with the same care.",
            "readings:\n  only: {gloss: the one reading, covers: [detainer_hold], "
            "held_by: [{who: us-doj}]}",
        ),
        _alone,
    ),
    Check(
        Code(
            "LAW004",
            "a reading that nobody with standing holds",
            "A reading is open where somebody with standing holds it: a court, or a holder as "
            "party, letter, applies or enacts. A reading held by nobody, or only in commentary "
            "or by a friend of the court, is never open unless a holding adopts it.",
            "held_by: [{who: uscm, as: commentary}]",
        ),
        _unheld,
    ),
    Check(
        Code(
            "LAW008",
            "a reading that does not fit its term",
            "A reading of a scope term `covers` words of the vocabulary for the term's `over`, "
            "one of a filter `drops`, one of a formula `means`. A holding `excludes` and "
            "`includes` words of a scope term only.",
            "kind: scope\nover: subject\nreadings:\n  one: {gloss: a reading, means: always, "
            "held_by: [{who: us-doj}]}",
        ),
        _unfit,
    ),
)
