"""Nothing that is too much costs much: no input under a megabyte takes long, or is answered at length."""

import random
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter
from typer.testing import CliRunner

from kantokuen.cli import app
from kantokuen.cli.options import LONGEST_ARGUMENT, LONGEST_COMMAND
from kantokuen.dashboard import commands
from kantokuen.dashboard.dialogs import dialog_html
from kantokuen.dashboard.link import LONGEST_LINK, read_link
from kantokuen.dashboard.session import Session
from kantokuen.dashboard.widgets import Command, Move, Upload, _only
from kantokuen.experiments.sweeps.plan import Plan
from kantokuen.model import errors
from kantokuen.model.errors import MOST_FAULTS, InputError
from kantokuen.model.levers import reading
from kantokuen.model.levers.reading import LARGEST_FILE, MOST_KEYS, MOST_NESTED, MOST_PARTS, MOST_VALUES
from kantokuen.model.parameters import PARAMETERS
from kantokuen.model.scenario import Scenario, check_file, parse_setting
from kantokuen.model.text.words import Words
from tests.support.yardstick import within

EN = Words.of("en")
ALMOST = LARGEST_FILE - 50_000
MOST_YARDS = 50
"""About three seconds of a machine of 2024."""
MOST_BYTES = 10_000

HEAD = 'name = "mine"\n'
PLAN = 'name = "mine"\nsampler = "latin-hypercube"\nsamples = 4\n'
NUMBERS = [key for key, each in PARAMETERS.items() if each.type == "float"]
ODD = "\U000e0001"
"""A character that takes ten to be written so that it can be printed."""


def many(line: str | Callable[[int], str], size: int = ALMOST) -> str:
    """Write lines until there is a megabyte of them, nearly."""
    if isinstance(line, str):
        return line * (size // len(line.encode()))
    return "".join(map(line, range(size // len(line(size).encode()))))


def noise(letters: str) -> str:
    """Write letters by chance, the same each time, and then over again."""
    block = "".join(random.Random(7).choices(letters, k=20_000))  # noqa: S311
    return many(block)


DOCUMENTS: dict[str, str | bytes] = {
    "unknown keys": HEAD + many(lambda n: f"k{n} = 1\n"),
    "unknown keys, as many as are read": HEAD + "".join(f"k{n} = 1\n" for n in range(MOST_KEYS - 9)),
    "unknown levers": HEAD + "[germany]\n" + many(lambda n: f"k{n} = 1\n"),
    "unknown levers, as many as are read": HEAD
    + "[germany]\n"
    + "p = 1\n".join(map(str, range(MOST_KEYS - 9))),
    "unknown levers in one line": HEAD + "germany = {" + many(lambda n: f"k{n}=1,") + "}",
    "keys of a megabyte": HEAD + "k" * ALMOST + " = 1",
    "keys in quotes": HEAD + many(lambda n: f'"k=[{n}" = 1\n'),
    "keys that cannot be printed": HEAD + "".join(f"'{ODD * 90}{n}' = '{ODD * 90}'\n" for n in range(900)),
    "dotted keys": HEAD + many(lambda n: f"a{n}{'.a' * 900} = 1\n"),
    "one dotted key": HEAD + many("a.") + "a = 1",
    "a dotted key in quotes": HEAD + many('"a".') + "a = 1",
    "a dotted key with blanks": HEAD + many("a \t . ") + "a = 1",
    "a dotted key behind a text": HEAD + '"""a""""={' + many("a.") + "a = 1}",
    "dotted keys in a table in a line": HEAD + "a = {" + many(lambda n: f"a{n}{'.a' * 900}=1,") + "}",
    "dotted tables": HEAD + many(lambda n: f"[a{n}{'.a' * 900}]\n"),
    "tables": HEAD + many(lambda n: f"[a{n}]\n"),
    "a table again and again": HEAD + many("[germany]\n"),
    "a list of tables": HEAD + many("[[germany]]\n"),
    "a list of tables of levers": HEAD + many("[[vary]]\ngermany.pace = 1\n"),
    "brackets": HEAD + "a = " + many("["),
    "braces": HEAD + "a = " + many("{a="),
    "closed brackets": HEAD + "a = [" + many("[],") + "]",
    "as deep as is read": HEAD + f"germany.pace = {'[' * MOST_NESTED}{']' * MOST_NESTED}",
    "numbers": HEAD + "germany.pace = [" + many("1,") + "]",
    "numbers, as many as are read": HEAD + "germany.pace = [" + "1," * (MOST_VALUES - 9) + "]",
    "tables in a list": HEAD + "germany.pace = [" + "{}," * (MOST_VALUES - 9) + "]",
    "a whole number": HEAD + "germany.pace = " + many("9"),
    "a whole number in hexadecimal": HEAD + "army.divisions_cap = 0x" + many("f"),
    "a whole number in a list": HEAD + "germany.pace = [0x" + many("f") + "]",
    "long whole numbers": HEAD + "germany.pace = [" + many("9" * 4_000 + ",") + "]",
    "a long decimal": HEAD + "germany.pace = 1." + many("3"),
    "a huge exponent": HEAD + "germany.pace = 1e" + many("9"),
    "underscores": HEAD + "germany.pace = 1" + many("_1"),
    "dates": HEAD + "soviet.collapse = [" + "9999-12-31T23:59:59.999999," * 30_000 + "]",
    "a text": HEAD + f'description = "{many("x")}"',
    "a text of lines": HEAD + f'description = """{many(chr(10))}"""',
    "a text of escapes": HEAD + f'description = """{many(chr(92) + "n")}"""',
    "a text that cannot be printed": HEAD + f'description = "{many(ODD)}"',
    "a text that does not end": HEAD + 'description = """' + many('\\"""'),
    "texts that do not end": HEAD + many('a = "\n'),
    "quotes": HEAD + many('"'),
    "single quotes": HEAD + many("'"),
    "comments": HEAD + many("#\n"),
    "blank lines": HEAD + many("\r\n"),
    "blanks": many(" \t") + HEAD,
    "dots": HEAD + many("."),
    "equals": HEAD + many("="),
    "null bytes": HEAD + many("\0"),
    "marks": many("\ufeff"),
    "no UTF-8": b"\xff" * ALMOST,
    "UTF-16": many("name = 1\n", ALMOST // 2).encode("utf-16"),
    "a long base": HEAD + f'base = "{many("b")}.toml"',
    "noise of TOML": HEAD + noise("[]{}\"'=.,#\\\n a1"),
    "noise of quotes": HEAD + noise("\"'\\\n"),
    "noise of keys": HEAD + noise("ab.=[\n"),
}
"""Scenario files and plans just under the largest that is read, and some at the edge of what is."""

PLANS: dict[str, str] = {
    "levels": PLAN
    + "vary.germany.pace = ["
    + ",".join(f"{0.3 + n / 50_000}" for n in range(MOST_VALUES - 9))
    + "]",
    "dates": PLAN + "vary.germany.barbarossa = [" + "1941-06-22," * (MOST_VALUES - 9) + "]",
    "one level": PLAN + "vary.germany.pace = [" + "1," * (MOST_VALUES - 9) + "]",
    "steps": PLAN + "[vary]\n" + "".join(f"{key} = {{ steps = 100_000 }}\n" for key in NUMBERS),
    "steps of next to nothing": PLAN
    + "[vary]\n"
    + "".join(f"{key} = {{ from = 0.9, to = 0.90000000000001, steps = 100_000 }}\n" for key in NUMBERS[:10]),
    "priors": PLAN + 'priors = ["varying",' + '"judged",' * (MOST_VALUES - 9) + "]",
    "kept": PLAN + 'priors = "judged"\nkeep = [' + '"outcome",' * (MOST_VALUES - 9) + "]",
    "kept, unknown": PLAN
    + 'priors = "judged"\nkeep = ['
    + ",".join(f"'k{n}'" for n in range(MOST_VALUES - 9))
    + "]",
    "order": PLAN
    + "order = ["
    + ",".join(f"'k{n}'" for n in range(1_900))
    + ",'z'" * (MOST_VALUES - 1_950)
    + "]\n[vary]\n"
    + "".join(f"k{n} = 1\n" for n in range(1_900)),
    "unknown levers set": PLAN + "[set]\n" + "".join(f"k{n} = 1\n" for n in range(1_900)),
    "an unknown lens": PLAN + f'lens = "{many("x")}"',
    "an unknown month": PLAN + f'until = "{many("1")}"',
    "an unknown scenario": PLAN + f'scenario = "{many("x")}"',
    "an unknown file": PLAN + f'scenario = "{many("x")}.toml"',
}

NAMES = {
    "long": "x" * ALMOST,
    "a path": "x/" * (ALMOST // 2),
    "a file": "x" * ALMOST + ".toml",
    "not to be printed": ODD * (ALMOST // 4),
    "null bytes": "\0" * ALMOST,
    "lone surrogates": "\ud800" * (ALMOST // 3),
    "digits": "9" * ALMOST,
    "settings": "germany.pace=" + "9" * ALMOST,
    "a key": "a." * (ALMOST // 2) + "=1",
    "entries": "a=1&" * (ALMOST // 4),
}


def answered(ask: Callable[[], object]) -> str:
    """Return what is answered, once it is clear that it took neither long nor many words."""
    answers = []

    def listen() -> None:
        try:
            answers.append(str(ask()))
        except InputError as error:
            answers.append(str(error))

    assert within(MOST_YARDS, listen)
    assert len(answers[0].encode(errors="replace")) < MOST_BYTES
    return answers[0]


def written(folder: Path, content: str | bytes) -> Path:
    file = folder / "mine.toml"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    assert file.stat().st_size <= LARGEST_FILE
    return file


# ---- time and length -------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_file_of_a_megabyte_is_answered_soon_and_shortly(name: str, tmp_path: Path) -> None:
    file = written(tmp_path, DOCUMENTS[name])
    answered(lambda: check_file(file).name)
    answered(lambda: Plan.load(file).name)


@pytest.mark.slow
@pytest.mark.parametrize("name", PLANS)
def test_a_plan_of_a_megabyte_is_answered_soon_and_shortly(name: str, tmp_path: Path) -> None:
    file = written(tmp_path, PLANS[name])
    answered(lambda: Plan.load(file).name)


def test_as_many_values_as_are_read_cost_little_beyond_loading(tmp_path: Path) -> None:
    CliRunner().invoke(app.app, ["check", str(written(tmp_path, PLAN + 'priors = "judged"'))])
    for name in ("levels", "dates", "priors", "kept"):
        command = ["check", str(written(tmp_path, PLANS[name]))]
        assert within(MOST_YARDS // 2, lambda: CliRunner().invoke(app.app, command))  # noqa: B023


@pytest.mark.parametrize("name", DOCUMENTS)
def test_an_upload_is_answered_soon_and_shortly(name: str) -> None:
    content = DOCUMENTS[name]
    text = content.decode(errors="replace") if isinstance(content, bytes) else content
    for sent in (text, text[: commands.LARGEST_UPLOAD // len(text[-1].encode())]):
        session = Session("opening=off")
        answered(lambda: commands.upload(session, {"name": "mine.toml", "text": sent, "size": len(sent)}))  # noqa: B023
        answered(lambda: session.blame.value)  # noqa: B023


@pytest.mark.parametrize("name", NAMES)
def test_a_name_of_a_megabyte_is_answered_soon_and_shortly(name: str) -> None:
    text = NAMES[name]
    for ask in (Scenario.load, Scenario.text, Plan.load, Plan.text, parse_setting, read_link, check_file):
        answered(lambda: ask(text))  # noqa: B023
    answered(lambda: read_link(text[:LONGEST_LINK]))


@pytest.mark.parametrize("name", NAMES)
def test_a_message_of_the_page_is_answered_soon_and_shortly(name: str) -> None:
    for verb in ("", "unknown", *commands._VERBS):
        session = Session("opening=off")
        answered(lambda: commands.pick(session, f"{verb}:{NAMES[name]}"))  # noqa: B023
        answered(lambda: (session.blame.value, dialog_html(session.dialog.value, EN), session.link))  # noqa: B023


DEEP: list[Any] = []
for _ in range(5_000):
    DEEP = [DEEP]


@pytest.mark.parametrize(
    "value",
    [NAMES["long"], DEEP, [1] * 300_000, {"a": DEEP}, 10**4_000, float("inf"), None],
    ids=["long", "deep", "list", "table", "whole number", "infinite", "nothing"],
)
def test_a_message_of_another_shape_is_answered_soon_and_shortly(value: object) -> None:
    session = Session("opening=off")
    keys = ("key", "value", "number", "name", "text", "size")
    shapes = {Command: commands.pick, Move: commands.move, Upload: commands.upload, int: commands.go}
    for data in (value, dict.fromkeys(keys, value), {"key": "germany.pace", "value": value}):
        for shape, act in shapes.items():
            hear = _only(TypeAdapter(shape), partial(act, session))  # type: ignore[operator]
            answered(lambda: hear(data))  # noqa: B023
            answered(lambda: session.blame.value)


@pytest.mark.parametrize(
    "arguments",
    [
        ["x" * 100_000],
        ["run", "x" * 100_000],
        ["run", *["--set", "germany.pce=1"] * 20_000],
        ["run", *["x" * 100] * 1_000],
        ["check", f"{'x' * 100_000}.toml"],
        ["run", f"--{'x' * 100_000}"],
        ["run", "--seed", "9" * 100_000],
        ["run", ODD * (LONGEST_ARGUMENT // 4)],
        [ODD * (LONGEST_ARGUMENT // 4)],
        ["\x01" * LONGEST_ARGUMENT],
        ["run", *["x" * 1_000] * (LONGEST_COMMAND // 1_001)],
        ["levers", ODD * (LONGEST_ARGUMENT // 4)],
        ["sources", ODD * (LONGEST_ARGUMENT // 4)],
        ["scenarios", "show", ODD * (LONGEST_ARGUMENT // 4)],
        ["sweep", "a.toml", "--out", "x" * LONGEST_ARGUMENT],
    ],
    ids=range(15),
)
def test_a_long_command_is_told_back_shortly(
    arguments: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["kantokuen", *arguments])

    def say() -> None:
        with pytest.raises(SystemExit) as ended:
            app.main()
        assert ended.value.code == 2

    assert within(MOST_YARDS, say)
    assert 0 < len(capsys.readouterr().err.encode(errors="replace")) < MOST_BYTES


# ---- why it is so ----------------------------------------------------------------------------------


@pytest.fixture
def look_ups(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names for which a nearest one is looked for."""
    looked: list[str] = []

    def remember(name: str, *_: object, **__: object) -> list[str]:
        looked.append(name)
        return []

    monkeypatch.setattr(errors, "get_close_matches", remember)
    return looked


UNKNOWN = "".join(f"k{n} = 1\n" for n in range(MOST_KEYS - 9))


@pytest.mark.parametrize(
    "read",
    [
        lambda: Scenario.read(HEAD + UNKNOWN, "mine"),
        lambda: Scenario.read(HEAD + "[germany]\n" + UNKNOWN, "mine"),
        lambda: Scenario("mine", levers={f"k{n}": 1 for n in range(5_000)}),
        lambda: Scenario.load("historical").replace({f"k{n}": 1 for n in range(5_000)}),
        lambda: Plan.make(**{f"k{n}": 1 for n in range(5_000)}),
        lambda: Plan.make(name="x", sampler="grid", vary={f"k{n}": [1] for n in range(5_000)}),
        lambda: Plan.make(name="x", sampler="grid", keep=[f"k{n}" for n in range(5_000)]),
        lambda: Plan.make(name="x", sampler="grid", priors=[f"k{n}" for n in range(5_000)]),
    ],
)
def test_no_more_near_names_are_looked_for_than_faults_are_told(
    read: Callable[[], object], look_ups: list[str]
) -> None:
    with pytest.raises(InputError) as caught:
        read()
    *told, more = str(caught.value).split("\n")
    assert 5 <= len(told) <= MOST_FAULTS
    assert more.endswith(f": there is more that is wrong; the first {len(told)} faults are told")
    assert len(look_ups) <= MOST_FAULTS + 1


def test_of_a_link_no_more_is_read_than_faults_are_told(look_ups: list[str]) -> None:
    _, faults = read_link("&".join(f"k{n}=1" for n in range(1_500)))
    assert len(faults) == MOST_FAULTS
    assert len(look_ups) <= MOST_FAULTS


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            HEAD + "\n" * 5 + "a=1\n" * (MOST_KEYS + 1),
            "has too many keys and tables: 2,002; allowed: at most 2,000",
        ),
        (HEAD + "[a]\n" * MOST_KEYS, "has too many keys and tables: 2,001; allowed: at most 2,000"),
        (
            HEAD + "a=[" + "1," * 20_001 + "]",
            "has too many values in lists: 20,001; allowed: at most 20,000",
        ),
        (HEAD + "a" + ".a" * MOST_PARTS + "=1", "has a key of too many parts: 9; allowed: at most 8"),
        (HEAD + '[ a . "b.=" ' + ". 'c' " * 7 + "]", "has a key of too many parts: 9; allowed: at most 8"),
        (HEAD + "a=" + "[" * 17 + "]" * 17, "has lists or tables nested too deeply: 17; allowed: at most 16"),
    ],
)
def test_a_document_that_holds_too_much_is_not_parsed(
    text: str, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    parsed: list[str] = []
    monkeypatch.setattr(reading.tomllib, "loads", parsed.append)
    with pytest.raises(InputError, match=f"^mine: {told}$"):
        Scenario.read(text, "mine")
    assert parsed == []


@pytest.mark.parametrize(
    "description",
    [
        "'" + "a.=[{," * 600 + "'",
        '"' + "a.=[{," * 600 + '"',
        '"' + '\\"' * 1_500 + '"',
        '"""' + "a.=[{,\n" * 500 + '"""',
        '"""' + '""\\"' * 900 + '"""""',
        "'''" + "'a.=[{,\n" * 400 + "'''''",
        '"x"  # ' + "a.=[{," * 9_000,
    ],
)
def test_what_a_text_or_a_comment_holds_is_not_counted(description: str) -> None:
    assert Scenario.read(f"{HEAD}description = {description}\n[germany]\npace = 1.5\n", "mine").changed


def test_a_long_file_of_few_levers_is_read() -> None:
    text = HEAD + "# a comment\n" * 50_000 + "[germany]\npace = 1.5\n"
    assert Scenario.read(text, "mine").changed == {"germany.pace": 1.5}


def test_the_mark_of_some_editors_is_taken_off_wherever_a_text_comes_from() -> None:
    assert Scenario.read(f"\ufeff{HEAD}", "mine").name == "mine"


def test_a_file_of_many_faults_is_told_the_same_by_the_command(tmp_path: Path) -> None:
    file = written(tmp_path, HEAD + UNKNOWN)
    command = [sys.executable, "-m", "kantokuen", "check", str(file)]
    ended = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert ended.returncode == 2
    assert len(ended.stderr) < MOST_BYTES
    assert ended.stderr.splitlines()[-1].startswith(f"{file}: there is more that is wrong; the first ")
