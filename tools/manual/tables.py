"""The tables of the manual, written from the code and its data."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any, Final

import numpy as np

from kantokuen.agents.considerations import CONSIDERATIONS
from kantokuen.agents.files import rows_of
from kantokuen.agents.foreign import POWERS
from kantokuen.agents.profile import DOMAINS, SCHOOLS, Profile, offices, successors
from kantokuen.agents.roster import ROSTER
from kantokuen.model import evidence, expectations, outcome
from kantokuen.model.calendar import to_date
from kantokuen.model.lenses import LENSES
from kantokuen.model.limits import ENSEMBLES
from kantokuen.model.model import DEFAULT_SEED, KantokuenModel
from kantokuen.model.outcome import DATES
from kantokuen.model.parameters import GROUPS, PARAMETERS, Parameter
from kantokuen.model.scenario import Scenario
from tools.ensembles import judged, of_ensemble
from tools.manual.chairs import chairs
from tools.manual.code import constants, driving_facts, states, streams
from tools.manual.docstrings import attributes, first_sentence, in_code
from tools.manual.text import plain, table

SPLIT_WORLDS: Final = 500
"""Worlds over which the parts of the stances are averaged."""

_SPREADS: Final = {"normal": "± {:g}", "lognormal": "× exp(± {:g})", "uniform": "within ± {:g}"}


def levers() -> str:
    """Return all levers in short, a row each."""
    columns = ("lever", "kind", "symbol", "default", "unit", "differs between worlds")
    rows = ((f"`{p.key}`", p.kind, p.symbol, p.default, p.unit, spread(p)) for p in PARAMETERS.values())
    return table(columns, rows)


def levers_by_group() -> str:
    """Return all levers in full, a section for each group."""
    return "\n\n".join(f"## {group}\n\n{_lever_group(group)}" for group in GROUPS)


def _lever_group(group: str) -> str:
    columns = (
        "lever",
        "kind",
        "what it does",
        "default",
        "allowed",
        "differs between worlds",
        "source",
        "confidence",
    )
    rows = (
        (f"`{p.key}`", p.kind, p.help, p.default, p.allowed, spread(p), p.source, p.confidence)
        for p in PARAMETERS.values()
        if p.group == group
    )
    return table(columns, rows)


def spread(parameter: Parameter) -> str:
    """Write how a lever differs between worlds, empty where it does not."""
    how = parameter.spread
    if how is None:
        return ""
    shifts = ", ".join(f"{each:+g}" for each in how.schools)
    seen = f"; seen in June 1941 at {shifts}" if shifts else ""
    return f"{how.law}, {_SPREADS[how.law].format(how.scale)}{seen}"


def seats() -> str:
    """Return the offices: who sits where, with power, salience, veto and the stance of 22 June 1941."""
    columns = (
        "id",
        "office",
        "held by",
        "house",
        "power",
        "salience",
        "veto",
        "stance 22 June",
        "in the code",
    )
    rows = (
        (p.id, p.title, p.person, p.house, p.power, p.salience, p.veto, p.net, f"`{ROSTER[p.id].__name__}`")
        for p in offices().values()
    )
    return table(columns, rows)


def traits() -> str:
    """Return the temperament of each office, and of those who may follow in it."""
    names = (
        "school",
        "gain",
        "bias",
        "picks_at",
        "haste",
        "oil_speed",
        "south_odds",
        "parochial",
        "reads",
        "confidence",
    )
    return table(("office", *names), (_person(p, names) for p in _people()))


def weights() -> str:
    """Return the weight of each domain to each office, and to those who may follow in it."""
    return table(("office", *DOMAINS), (_person(p, DOMAINS) for p in _people()))


def _people() -> Iterator[tuple[str, Profile]]:
    yield from offices().items()
    yield from ((f"{office}, {p.person}", p) for office, p in successors().items())


def _person(who: tuple[str, Profile], names: Iterable[str]) -> list[object]:
    name, profile = who
    cells: list[object] = [name]
    for each in names:
        value = getattr(profile, each)
        cells.append(" ".join(sorted(value)) if isinstance(value, frozenset) else value)
    return cells


def trait_meanings() -> str:
    """Return what each trait means, from the docstring of a profile."""
    return table(("field", "meaning"), ((in_code(name), text) for name, text in attributes(Profile)))


def powers() -> str:
    """Return the powers outside."""
    return table(("id", "power", "rule"), ((p.id, p.name, first_sentence(p)) for p in POWERS))


def leanings() -> str:
    """Return how far each group of offices followed each school of June 1941, and who is in it."""
    groups = {profile.school for profile in (*offices().values(), *successors().values())}
    followed = [row for row in rows_of("schools.csv") if row["group"] in groups]
    rows = (
        (row["group"], *(row[each] for each in SCHOOLS), ", ".join(_followers(row["group"])))
        for row in followed
    )
    return table(("group", *SCHOOLS, "offices"), rows)


def _followers(group: str) -> list[str]:
    later = [f"{each.id} under {each.person}" for each in successors().values() if each.school == group]
    return [office for office, each in offices().items() if each.school == group] + later


def expected_falls() -> str:
    """Return the chances that Moscow and the regime have fallen by four dates, as each school had them."""
    days, _ = expectations.points("moscow", expectations.HISTORIANS)
    rows = (
        (event, view, *(f"{chance:g}" for chance in expectations.points(event, view)[1]))
        for event in expectations.EVENTS
        for view in (*SCHOOLS, expectations.HISTORIANS)
    )
    return table(("what falls", "as seen by", *(f"by {to_date(day)}" for day in days)), rows)


def ensembles() -> str:
    """Return the same chances in each ensemble: what is judged, and what the declared spreads give."""
    days, _ = expectations.points("moscow", expectations.HISTORIANS)
    rows = [
        (ensemble, event, how, *(f"{chance:.3f}" for chance in chances))
        for ensemble in ENSEMBLES
        for how, by_event in (("judged", judged(ensemble)), ("in the model", of_ensemble(ensemble)))
        for event, chances in zip(expectations.EVENTS, by_event, strict=True)
    ]
    return table(("ensemble", "what falls", "", *(f"by {to_date(day)}" for day in days)), rows)


def considerations() -> str:
    """Return what moved the stances of July 1941: contributions to north minus south, means over worlds."""
    names = (*CONSIDERATIONS, "disposition")
    model = KantokuenModel(worlds=SPLIT_WORLDS, seed=DEFAULT_SEED, until="1941-07", detail="contributions")
    model.run()
    last = model.record.periods[-1]
    rows = [
        (office, *(_net(parts, name) for name in names), f"{np.mean(last.stances[office]['net']):+.2f}")
        for office, parts in last.contributions.items()
    ]
    model.release()
    return table(("office", *names, "net stance"), rows)


def _net(parts: dict[str, dict[str, Any]], name: str) -> str:
    both = [float(np.mean(parts[way][name])) if name in parts[way] else 0.0 for way in ("north", "south")]
    return f"{both[0] - both[1] + 0.0:+.2f}"


def scenarios() -> str:
    """Return the shipped scenarios: what each changes and what it asks."""
    rows = []
    for name in Scenario.names():
        scenario = Scenario.load(name)
        changed = ", ".join(f"`{key} = {plain(value)}`" for key, value in scenario.changed.items())
        question = re.split(r"(?<=[.?]) ", " ".join(scenario.description.split()))[0]
        rows.append((f"`{name}`", changed or "nothing", question))
    return table(("scenario", "changes", "question"), rows)


def lenses() -> str:
    """Return the lenses."""
    return table(
        ("lens", "rule"), ((f"`{name}`", first_sentence(lens.decide)) for name, lens in LENSES.items())
    )


def outcomes() -> str:
    """Return the five outcomes, in the words of the rule that sorts worlds into them."""
    words = inspect.getdoc(outcome.classify) or ""
    meaning = dict(re.findall(r"^(\w+) {3,}(.+)$", words, re.MULTILINE))
    return table(("outcome", "meaning"), ((f"`{name}`", meaning[name]) for name in outcome.OUTCOMES))


def measures() -> str:
    """Return what is read off each world beside its outcome."""
    rows = [("`divisions_peak`", "largest force that stood in Manchuria and Korea, divisions")]
    meaning = {
        "embargo_date": "oil from America stops",
        "mobilisation_date": "a mobilisation is first sanctioned",
        "reversal_date": "the attack of the present season is given up",
        "southern_war_date": "the war in the south begins",
        "settlement_date": "a settlement or a truce with Washington is first signed",
    }
    return table(("measure", "meaning"), [*rows, *((f"`{each}`", meaning[each]) for each in DATES)])


def patterns() -> str:
    """Return the patterns that a credible baseline should show, with their bounds."""
    rows = (
        (row["id"], row["statement"], row["low"], row["high"], row["unit"], row["source"], row["confidence"])
        for row in evidence.patterns().to_dicts()
    )
    return table(("id", "pattern", "from", "to", "unit", "source", "confidence"), rows)


def bibliography(section: str) -> str:
    """Return a section of the bibliography, a line for each work."""
    rows = evidence.documents().fill_null("").to_dicts()
    return "\n".join(_entry(**row) for row in rows if row["section"] == section)


def _entry(key: str, work: str, checked: str, exception: str, **_: str) -> str:
    return f"- **[{key}]** {work} — {', '.join(filter(None, (checked, exception)))}"


TABLES: Final[dict[str, Callable[[], str]]] = {
    "levers": levers,
    "levers by group": levers_by_group,
    "offices": seats,
    "traits": traits,
    "weights": weights,
    "meaning of traits": trait_meanings,
    "chairs": chairs,
    "schools": leanings,
    "expected falls": expected_falls,
    "ensembles": ensembles,
    "powers": powers,
    "considerations": considerations,
    "scenarios": scenarios,
    "streams of chance": streams,
    "lenses": lenses,
    "outcomes": outcomes,
    "measures": measures,
    "state variables": states,
    "constants": constants,
    "driving facts": driving_facts,
    "patterns": patterns,
    **{f"bibliography {section}": partial(bibliography, section) for section in evidence.SECTIONS},
}
"""The tables by the name under which a page asks for them."""
