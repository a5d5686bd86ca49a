"""The manual tells what the code does: its generated parts, its commands, its links and its examples."""

import ast
import inspect
import math
import operator
import re
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from shutil import copyfile, copytree, ignore_patterns
from textwrap import dedent
from typing import Any
from xml.etree import ElementTree as ET

import pytest
import typer
from typer.core import TyperGroup

from kantokuen.agents.foreign import POWERS
from kantokuen.agents.profile import offices, successors
from kantokuen.cli.app import app
from kantokuen.experiments.sweeps.design import Design
from kantokuen.experiments.sweeps.laws import LAWS
from kantokuen.experiments.sweeps.plan import SAMPLERS, Plan
from kantokuen.model import evidence
from kantokuen.model.errors import InputError
from kantokuen.model.lenses import LENSES
from kantokuen.model.model import KantokuenModel
from kantokuen.model.outcome import OUTCOMES
from kantokuen.model.parameters import PARAMETERS
from kantokuen.model.scenario import Scenario, check_file
from tests.support.paths import ROOT
from tools.manual import code as manual_code
from tools.manual import pages as manual
from tools.manual import picture
from tools.manual.chairs import CHAIRS
from tools.manual.examples import EXAMPLES, Line
from tools.manual.rules import RULES, rules

DOCS = ROOT / "docs"
README = ROOT / "README.md"
CONTRIBUTING = ROOT / "CONTRIBUTING.md"
OURS = [
    README,
    *(DOCS / name for name in ("README.md", "odd.md", "levers.md", "mechanism.md", "extending.md")),
    *(DOCS / name for name in ("sweeps.md", "cluster.md", "bridges.md")),
]
EVERY_PAGE = [README, CONTRIBUTING, *sorted(DOCS.glob("*.md"))]
OPERATIONS: dict[type, Callable[..., float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
    ast.USub: operator.neg,
}


def text_of(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def blocks(page: Path, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", text_of(page), flags=re.DOTALL | re.MULTILINE)


# ---- what is generated


def test_a_changed_figure_makes_a_page_stale(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(manual, "PAGES", ("levers.md",))
    monkeypatch.setattr(manual, "draw", lambda: "<svg/>")
    page = tmp_path / "levers.md"
    page.write_text(text_of(DOCS / "levers.md").replace("1941-06-22", "1941-06-23"), encoding="utf-8")
    assert manual.main(["--check", str(tmp_path)]) == 1
    assert "levers.md is stale" in capsys.readouterr().out
    assert manual.main(["--write", str(tmp_path)]) == 0
    assert manual.main(["--check", str(tmp_path)]) == 0
    assert "1941-06-23" not in text_of(page)


def test_blanks_and_lines_make_no_page_stale_and_a_sign_does() -> None:
    assert not manual.is_stale("│ one  2.5% ──", "| one 2.5% --")
    assert manual.is_stale("+0.5", "-0.5")
    assert manual.is_stale("5 %", "6 %")


@pytest.mark.parametrize(
    ("part", "message"),
    [
        ("<!-- generated: levrs -->\n<!-- end -->\n", r"levrs.*levers"),
        ("<!-- generated: levers -->\n", "has no end"),
        ("<!-- generated: $ ls -l -->\n<!-- end -->\n", "not a command of this project"),
    ],
)
def test_a_part_that_cannot_be_written_is_told(part: str, message: str, tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(part, encoding="utf-8")
    with pytest.raises(InputError, match=message):
        manual.renewed(page)


def test_the_picture_has_a_line_for_every_office_and_names_its_axes() -> None:
    drawn = picture.draw(64)
    root = ET.fromstring(drawn)  # noqa: S314  (our own text)
    words = {each.text or "" for each in root.iter("{http://www.w3.org/2000/svg}text")}
    assert {each.get("id") for each in root.iter()} >= set(offices())
    assert {"net stance: south below, north above", "Germany attacks", "the other offices"} <= words
    assert all(any(f"({office})" in each for each in words) for office in picture.LINES)
    assert drawn == picture.draw(64)


# ---- nothing is left out


@pytest.mark.parametrize(
    ("page", "names"),
    [
        ("levers.md", list(PARAMETERS)),
        ("odd.md", list(PARAMETERS)),
        ("odd.md", Scenario.names()),
        ("odd.md", list(LENSES)),
        ("odd.md", list(OUTCOMES)),
        ("mechanism.md", [key for key in PARAMETERS if key.startswith("mechanism.")]),
    ],
)
def test_a_page_names_them_all(page: str, names: list[str]) -> None:
    assert [name for name in names if f"`{name}`" not in text_of(DOCS / page)] == []


def test_the_protocol_names_every_office_its_holder_its_successor_and_every_power() -> None:
    cells = {cell.strip() for cell in text_of(DOCS / "odd.md").replace("\n", "|").split("|")}
    people = [(each.id, each.title, each.person) for each in offices().values()]
    assert [who for each in people for who in each if who not in cells] == []
    assert [each.id for each in POWERS if each.id not in cells] == []
    assert [k for k, each in successors().items() if f"{k}, {each.person}" not in cells] == []


def test_the_protocol_has_its_seven_parts_and_eleven_design_concepts() -> None:
    parts = text_of(DOCS / "odd.md")
    assert [int(each) for each in re.findall(r"^## (\d)\.", parts, re.MULTILINE)] == list(range(1, 8))
    concepts = re.findall(r"^### (.*)$", parts.split("## 4.")[1].split("## 5.")[0], re.MULTILINE)
    assert concepts == [
        "Basic principles", "Emergence", "Adaptation", "Objectives", "Learning", "Prediction",
        "Sensing", "Interaction", "Stochasticity", "Collectives", "Observation",
    ]  # fmt: skip


def test_every_group_of_rules_and_every_example_has_its_place() -> None:
    parts = re.findall(
        r"<!-- generated: (.+?) -->", text_of(DOCS / "odd.md") + text_of(DOCS / "mechanism.md")
    )
    wanted = [*(f"rules {each}" for each in RULES), *(f"example {each}" for each in EXAMPLES)]
    assert [each for each in wanted if each not in parts] == []


def test_every_mechanism_has_an_example() -> None:
    switches = [key for key in PARAMETERS if key.startswith("mechanism.")]
    fruit, *mechanisms = EXAMPLES
    assert fruit == "ripeness"
    assert [f"mechanism.{name.replace(' ', '_')}" for name in mechanisms] == switches


@pytest.mark.parametrize("entry", [entry for group in RULES.values() for entry in group])
def test_a_module_named_for_the_submodels_has_rules_and_a_rule_named_alone_is_told_alone(
    entry: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(RULES, "this", (entry,))
    module, _, alone = entry.partition(":")
    told = re.findall(r"^#### `(.+)`$", rules("this"), re.MULTILINE)
    assert told
    assert not alone or told == [f"{module.partition('.')[2]}.{alone}"]


def test_every_chair_is_told_and_what_it_has_stands_in_the_code() -> None:
    assert list(CHAIRS) == list(offices())
    links = [link for chair in CHAIRS.values() for link in chair]
    assert {link.rule for link in links} == {link.rule for link in links if has_rule(link.rule)}
    assert [key for link in links for key in link.keys if key not in PARAMETERS] == []


def has_rule(path: str) -> bool:
    """Whether a rule of the submodels goes by this name, module first."""
    module, *names = path.split(".")
    room = "agents" if (ROOT / "agents" / f"{module}.py").is_file() else "model"
    held: Any = import_module(f"kantokuen.{room}.{module}")
    for name in names:
        held = getattr(held, name, None)
    return inspect.isfunction(held) and bool(held.__doc__)


def test_every_stream_of_chance_that_a_run_asks_for_is_explained() -> None:
    told = re.findall(r"^\| `(\w+)` \|", manual_code.streams(), re.MULTILINE)
    assert told == list(manual_code.STREAMS)


def test_the_schedule_stands_in_the_order_of_the_step() -> None:
    schedule = re.findall(r"^\d\. \*\*.*\*\* \(`(\w+)`\)", text_of(DOCS / "odd.md"), re.MULTILINE)
    called = re.findall(r"(\w+)\(", inspect.getsource(KantokuenModel.step))
    assert schedule == [each for each in called if each in schedule]
    assert len(schedule) == 8


def test_every_page_is_listed_in_the_index() -> None:
    listed = re.findall(r"\((\S+\.md)\)", text_of(DOCS / "README.md"))
    assert [page.name for page in DOCS.glob("*.md") if page.name not in {*listed, "README.md"}] == []


# ---- what a page says holds


@pytest.mark.parametrize("page", EVERY_PAGE, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_link_to_a_file_resolves(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:|#)([^)\s#]+)", text_of(page))
    assert [link for link in links if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", OURS, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_source_stands_in_the_bibliography_and_every_id_in_the_evidence(page: Path) -> None:
    known = set(re.findall(r"^- \*\*\[(\w+)\]", text_of(DOCS / "bibliography.md"), re.MULTILINE))
    text = text_of(page)
    keys = set(re.findall(r"\[([A-Z]\w*\d{4}\w*)\](?!\()", text))
    cited = set(re.findall(r"\b[A-Z]{3}\d{3}\b", text))
    assert (keys - known, cited - evidence.ids()) == (set(), set())


def test_every_command_of_the_manual_exists_with_its_options() -> None:
    root = typer.main.get_command(app)
    assert isinstance(root, TyperGroup)
    assert [each for page in OURS for each in commands(page) if not is_known(root, each)] == []


def commands(page: Path) -> Iterator[str]:
    """The command lines of a page, those in code spans and those in blocks."""
    for found in re.findall(
        r"`(?:\$ )?kantokuen ([^`\n]+)`|^(?:\$ )?kantokuen (.+)$", text_of(page), re.MULTILINE
    ):
        yield next(each for each in found if each)


def is_known(group: TyperGroup, line: str) -> bool:
    words = shlex.split(line.split(">", maxsplit=1)[0])
    command: Any = group
    while words and isinstance(command, TyperGroup) and words[0] in command.commands:
        command = command.commands[words.pop(0)]
    options = {option for each in command.params for option in each.opts}
    return command is not group and {each for each in words if each.startswith("--")} <= options


def test_the_readme_holds_the_two_commands_once_each() -> None:
    lines = re.findall(r"^ *python3 -m venv .*(kantokuen run|pytest)$", text_of(README), re.MULTILINE)
    assert lines == ["kantokuen run", "pytest"]


def test_the_python_of_the_readme_runs() -> None:
    (code,) = blocks(README, "python")
    names: dict[str, object] = {}
    exec(code, names)  # noqa: S102  (what a reader would type)
    futures = names["futures"]
    assert isinstance(futures, KantokuenModel)
    assert (futures.outcomes.height, futures.running) == (500, False)


def test_the_lever_and_the_lens_of_the_guide_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(LENSES, "headstrong", LENSES["politics"])  # so that it is taken out again
    for code in blocks(DOCS / "extending.md", "python"):
        exec(code, {})  # noqa: S102  (what a reader would type)
    assert LENSES["headstrong"].decide.__name__ == "headstrong"


def test_the_office_of_the_guide_takes_a_class_a_seat_and_a_row(tmp_path: Path) -> None:
    """In a copy of the rooms, edited as the guide says; words are another matter."""
    inside = re.findall(r"^   ```\w+\n(.*?)^   ```", text_of(DOCS / "extending.md"), re.DOTALL | re.MULTILINE)
    code, row = map(dedent, inside)
    for room in ("kantokuen", "agents", "model", "experiments"):
        copytree(ROOT / room, tmp_path / room, ignore=ignore_patterns("__pycache__"))
    copyfile(ROOT / "pyproject.toml", tmp_path / "pyproject.toml")
    with (tmp_path / "agents/cabinet.py").open("a", encoding="utf-8") as house:
        house.write(f"\n\n{code}")
    with (tmp_path / "agents/data/offices.csv").open("a", encoding="utf-8") as profiles:
        profiles.write(row)
    roster = tmp_path / "agents/roster.py"
    seated = text_of(roster).replace("cabinet import ", "cabinet import HomeMinister, ")
    seated = re.sub(
        r"^(ROSTER.*?)^}", r'\1    "HOM": HomeMinister,\n}', seated, flags=re.DOTALL | re.MULTILINE
    )
    roster.write_text(seated, encoding="utf-8")

    play = "from kantokuen import run_worlds; print(*run_worlds(worlds=3, until='1941-05').periods['actor'])"
    ran = subprocess.run(
        [sys.executable, "-c", play], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert ran.stdout.split().count("HOM") == 2


def test_the_scenario_of_the_guide_is_a_good_one(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    (source,) = blocks(DOCS / "extending.md", "toml")
    file.write_text(source, encoding="utf-8")
    assert list(check_file(file).changed) == ["germany.barbarossa", "germany.moscow_falls"]


def test_the_plan_of_the_page_on_sweeps_is_a_good_one(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    (source,) = blocks(DOCS / "sweeps.md", "toml")
    file.write_text(source, encoding="utf-8")
    plan = Plan.load(file)
    assert plan.keys == ("germany.pace", "soviet.transfer_share", "sanctions.oil_embargo")
    assert Design(plan).rows == 9 * 11 * 3 * 200


def test_the_page_on_sweeps_names_every_sampler_and_law() -> None:
    page = text_of(DOCS / "sweeps.md")
    assert [name for name in SAMPLERS if f"| `{name}` |" not in page] == []
    assert [name for name in LAWS if name not in page] == []


def test_the_reckoning_of_the_page_on_clusters_holds() -> None:
    (code,) = blocks(DOCS / "cluster.md", "python")
    exec(code, {})  # noqa: S102  (what a reader would type; it asserts)


@pytest.mark.parametrize("page", [DOCS / "extending.md", CONTRIBUTING], ids=lambda page: page.name)
def test_the_files_that_a_guide_names_exist(page: Path) -> None:
    paths = re.findall(
        r"`((?:agents|model|experiments|dashboard|kantokuen|docs|tests|tools)/[\w/.]+)`", text_of(page)
    )
    assert paths
    assert [each for each in paths if not (ROOT / each).exists()] == []


# ---- the worked examples


@pytest.mark.parametrize("line", [line for example in EXAMPLES.values() for line in example()], ids=str)
def test_the_words_of_an_example_give_the_result_of_the_rule(line: Line) -> None:
    assert reckoned(line.reckoning) == pytest.approx(line.result, rel=2e-3, abs=5e-4)


def reckoned(words: str) -> float:
    """What a person with a pocket calculator gets from a reckoning."""
    plain = words.replace("×", "*").replace("−", "-").replace("^", "**")
    return valued(ast.parse(plain, mode="eval").body)


def valued(node: ast.expr) -> float:
    functions: dict[str, Callable[..., float]] = {
        "min": min,
        "max": max,
        "C": lambda x: 0.5 + x / (2.0 * math.sqrt(1.0 + x * x)),
    }
    match node:
        case ast.Constant(value=int() | float() as number):
            return float(number)
        case ast.BinOp(left=left, op=op, right=right):
            return OPERATIONS[type(op)](valued(left), valued(right))
        case ast.UnaryOp(op=op, operand=operand):
            return OPERATIONS[type(op)](valued(operand))
        case ast.Call(func=ast.Name(id=name), args=given):
            return functions[name](*map(valued, given))
    raise ValueError(f"{ast.unparse(node)} is no plain arithmetic")
