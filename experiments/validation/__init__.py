"""Validation: the model beside the evidence, patterns, counterfactuals, mechanisms and conflicts.

It reports and does not judge: what does not hold stands beside what does.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from textwrap import fill
from typing import Any, Final

from kantokuen.experiments.runner import Progress
from kantokuen.experiments.sheets import Cell, Sheet, as_markdown
from kantokuen.experiments.validation import (
    chairs,
    conflicts,
    counterfactuals,
    ensembles,
    extremes,
    fit,
    foretold,
    mechanisms,
    patterns,
    posterior,
    strengths,
    tornado,
    trajectories,
)
from kantokuen.experiments.validation.brief import brief
from kantokuen.experiments.validation.foretold import Foretold
from kantokuen.experiments.validation.kept import kept
from kantokuen.experiments.validation.phrases import heads
from kantokuen.experiments.validation.plays import Found, Play, play_all, worlds_of_all
from kantokuen.experiments.validation.shown import SHOWN
from kantokuen.experiments.validation.targets import targets
from kantokuen.experiments.validation.tornado import Tornado
from kantokuen.model.arguments import progress_given
from kantokuen.model.model import DEFAULT_SEED
from kantokuen.model.text.words import ENGLISH, Words

BASELINE_WORLDS: Final = 10_000
_OTHER_SHARE: Final = 0.4
"""Worlds of every other play as a share of those of the baseline."""

_MOVES: Final = 0.01
"""Least share of worlds that a lean of the chair changes; below it a chair is idle."""

_LINE: Final = 110


@dataclass(frozen=True, slots=True, eq=False)
class Material:
    """All that is played for a report.

    Attributes:
        plays: what each play gave.
        foretold: what settings of the posterior give.
        swings: the headline where one judgement at a time stands at an end of its prior.
    """

    plays: Found
    foretold: Foretold
    swings: Tornado


def other_worlds(worlds: int) -> int:
    """Return how many worlds every play other than the baseline has."""
    return max(1, round(_OTHER_SHARE * worlds))


def plays(worlds: int) -> list[Play]:
    """Return every play that the report needs."""
    others = other_worlds(worlds)
    return [
        patterns.baseline(worlds),
        patterns.watched(others),
        strengths.watched(others),
        *chairs.plays(others),
        *ensembles.plays(worlds),
        *counterfactuals.plays(others, worlds),
        *extremes.plays(others),
        *mechanisms.plays(others, worlds),
        *conflicts.plays(others),
        *fit.plays(others),
    ]


def report(
    worlds: int = BASELINE_WORLDS,
    seed: int = DEFAULT_SEED,
    progress: Progress | None = None,
    words: Words = ENGLISH,
) -> list[Sheet]:
    """Play what is needed and return the tables, a summary first.

    Args:
        worlds: worlds of the baseline; every other play has two fifths of them.
        seed: the seed of all plays, so that worlds are paired.
        progress: called with worlds done and all worlds.
        words: of the language of the tables.
    """
    return tables(play(worlds, seed, progress), worlds, words)


def play(worlds: int, seed: int, progress: Progress | None = None) -> Material:
    """Play what the report needs, each play once; see `report`."""
    needed, told = plays(worlds), progress_given(progress)
    shares = (worlds_of_all(needed), foretold.worlds_of(worlds), tornado.worlds_of(worlds))

    def after(before: int) -> Progress | None:
        if told is None:
            return None
        return lambda done, _: told(before + done, sum(shares))

    return Material(
        play_all(needed, seed=seed, progress=after(0)),
        foretold.foretell(worlds, seed, after(shares[0])),
        tornado.play(worlds, seed, after(shares[0] + shares[1])),
    )


def tables(material: Material, worlds: int, words: Words = ENGLISH) -> list[Sheet]:
    """Return the tables of the plays that a report needs, what the record and the model disagree on first.

    Args:
        material: what `play` gave.
        worlds: worlds of the baseline.
        words: of the language of the tables.
    """
    others = other_worlds(worlds)
    found, over = material.plays, material.foretold
    judged = counterfactuals.judged(found, others, worlds, words)
    middles = foretold.middles(over)
    sheets = [
        foretold.missed(over, words),
        foretold.missed(over, words, is_kept=True),
        patterns.missed(found, worlds, others, words),
        counterfactuals.missed(judged, words),
        fit.sheet(found, over, others, words),
        posterior.baseline(over.shares, words),
        ensembles.sheet(found, worlds, words),
        tornado.sheet(material.swings, words),
        chairs.sheet(found, others, words),
        patterns.sheet(found, worlds, middles, words),
        patterns.shown(found, others, middles, words),
        judged,
        counterfactuals.shipped(found, others, words),
        extremes.sheet(found, others, words),
        mechanisms.switches(found, others, words),
        mechanisms.broken(found, others, words),
        mechanisms.lenses(found, others, words),
        fit.lenses(found, others, words),
        mechanisms.cadences(found, worlds, words),
        conflicts.falls(found, others, worlds, words),
        conflicts.eased(found, others, words),
        conflicts.clocks(found, worlds, words),
        strengths.sheet(found, others, words),
        *trajectories.sheets(found, worlds, words),
        *posterior.sheets(posterior.shipped(), words),
    ]
    return [summary(sheets, fit.met_by_reason(found, others), words), *sheets]


def in_brief(material: Material, worlds: int, seed: int) -> dict[str, Any]:
    """Return the validation in short, as `kantokuen.experiments.validation.brief.brief` has it."""
    own = material.plays
    return brief(
        material.foretold,
        material.swings,
        {
            "C": patterns.findings(own[patterns.baseline(worlds)]),
            "T": patterns.findings(own[patterns.watched(other_worlds(worlds))], readings=SHOWN),
        },
        posterior.shipped(),
        fit.met_by_reason(own, other_worlds(worlds)),
        worlds=worlds,
        seed=seed,
    )


def summary(sheets: list[Sheet], by_reason: Mapping[str, int], words: Words = ENGLISH) -> Sheet:
    """Count in the tables what holds and what does not.

    Args:
        sheets: the tables.
        by_reason: by part, C or T, how many things recorded were met before the fit.
        words: of the language of the table.
    """
    of_patterns = _find(sheets, words("validation.patterns.title"))
    judged = _find(sheets, words("validation.counterfactuals.title"))
    asked = (
        ("patterns", of_patterns, "holds"),
        ("shown", _find(sheets, words("validation.shown.title")), "holds"),
        ("signs", judged, "sign_holds"),
        ("ranges", judged, "in_range"),
        ("extremes", _find(sheets, words("validation.extremes.title")), "holds"),
    )
    rows: list[tuple[Cell, ...]] = [
        (
            words(f"validation.summary.{name}"),
            *_met(_find(sheets, words(f"validation.{name}.title")), of, words),
        )
        for name, of in (("unmet", len(targets())), ("kept", len(kept())))
    ]
    rows += [
        (
            words("validation.summary.by_reason", part=part),
            words("validation.summary.count", n=by_reason[part], all=of),
            "",
        )
        for part, of in (("C", len(targets())), ("T", len(kept())))
    ]
    rows += [
        (words(f"validation.summary.{name}"), *_count(sheet, column, words)) for name, sheet, column in asked
    ]
    rows += [
        (words("validation.summary.chairs"), *_chairs(sheets, words)),
        (words("validation.summary.cadences"), *_cadences(sheets, words)),
    ]
    columns = heads(words, "question", "holds", "fails")
    return Sheet(words("validation.summary.title"), words("validation.summary.note"), columns, tuple(rows))


@dataclass(frozen=True, slots=True)
class Picture:
    """Charts that stand on the page.

    Attributes:
        place: where the file is, as seen from the page.
        told: what they show, in words.
    """

    place: str
    told: str


def document(
    sheets: list[Sheet], *, worlds: int, seed: int, words: Words = ENGLISH, picture: Picture | None = None
) -> str:
    """Write the tables as a page of the manual that says which worlds it rests on.

    Args:
        sheets: the tables.
        worlds: worlds of the baseline.
        seed: the seed of all plays.
        words: of the language of the page.
        picture: charts of the strengths, which stand below their table.
    """
    is_manual = words.language == ENGLISH.language
    out = "--out docs/validation.md" if is_manual else f"--language {words.language} --out FILE.md"
    if picture is not None:
        out += " --charts docs/validation.svg" if is_manual else " --charts FILE.svg"
    head = words(
        "validation.page.head",
        command=f"kantokuen validate --worlds {worlds} --seed {seed} {out} --force",
        worlds=f"{worlds:,}",
        others=f"{other_worlds(worlds):,}",
        seed=seed,
    )
    tables = _illustrated(sheets, picture, words)
    return f"# {words('validation.page.title')}\n\n{head}\n\n{_how_set(words)}\n\n{tables}"


def _illustrated(sheets: list[Sheet], picture: Picture | None, words: Words) -> str:
    """Write the tables with the charts, if there are any, below the one of the strengths."""
    if picture is None:
        return as_markdown(sheets, words)
    place = sheets.index(_find(sheets, words("validation.strengths.title"))) + 1
    image = f"![{picture.told}]({picture.place})\n"
    parts = (as_markdown(sheets[:place], words), image, as_markdown(sheets[place:], words))
    return "\n".join(parts)


def _how_set(words: Words) -> str:
    """Write how the constants were set, as a section of the page."""
    paragraphs = [words(f"validation.how_set.{name}") for name in ("intro", "rest", "fair_test")]
    if words.language == ENGLISH.language:  # other languages have their paragraphs in one line
        wrapped = partial(fill, width=_LINE, break_long_words=False, break_on_hyphens=False)
        paragraphs = [wrapped(each) for each in paragraphs]
    return "\n\n".join((f"## {words('validation.how_set.title')}", *paragraphs))


def _find(sheets: list[Sheet], title: str) -> Sheet:
    return next(sheet for sheet in sheets if sheet.title == title)


def _chairs(sheets: list[Sheet], words: Words) -> tuple[str, str]:
    """Return how many chairs move one world of a hundred either way, and the names of those that do not."""
    rows = _find(sheets, words("validation.chairs.title")).rows
    idle = [
        str(row[0]) for row in rows if any(isinstance(each, float) and each < _MOVES for each in row[1:3])
    ]
    count = words("validation.summary.count", n=len(rows) - len(idle), all=len(rows))
    return count, words("numbers.comma").join(idle)


def _cadences(sheets: list[Sheet], words: Words) -> tuple[str, str]:
    """Return how many columns of the outcomes are alike by month and by ten days, and which are not."""
    rows = _find(sheets, words("validation.cadences.title")).rows
    apart = [str(name) for name, differing in rows if differing]
    count = words("validation.summary.count", n=len(rows) - len(apart), all=len(rows))
    return count, words("numbers.comma").join(apart)


def _met(sheet: Sheet, of: int, words: Words) -> tuple[str, str]:
    """Return how many things recorded are met, of all, and the names of those in a table of misses."""
    names = words("numbers.comma").join(str(row[0]) for row in sheet.rows)
    return words("validation.summary.count", n=of - len(sheet.rows), all=of), names


def _count(sheet: Sheet, column: str, words: Words) -> tuple[str, str]:
    """Return how many rows hold, of those that can, and the names of those that do not."""
    place = sheet.columns.index(words(f"validation.columns.{column}"))
    asked = [row for row in sheet.rows if row[place] is not None]
    missed = [str(row[0]) for row in asked if not row[place]]
    count = words("validation.summary.count", n=len(asked) - len(missed), all=len(asked))
    return count, words("numbers.comma").join(missed)
