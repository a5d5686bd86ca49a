"""Facts about what a person is told whose setting, file or name is wrong."""

import os
import re
import sys
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kantokuen.model.errors import InputError, nearest, unknown_name
from kantokuen.model.parameters import PARAMETERS
from kantokuen.model.scenario import Scenario, check_file, parse_setting

HEAD = "name = 'mine'\n"


def write(folder: Path, text: str | bytes, name: str = "mine.toml") -> Path:
    file = folder / name
    file.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    return file


def told(path: Path) -> str:
    with pytest.raises(InputError) as caught:
        check_file(path)
    return str(caught.value)


# ---- a wrong value ----

WRONG = [
    ("germany.pase=1", "germany.pase = '1' is not a known lever; nearest known name: 'germany.pace'"),
    ("pace=1", "pace = '1' is not a known lever; nearest known name: 'germany.pace'"),
    ("germany.pace=9", "germany.pace = 9.0 is too high; allowed: a number from 0.3 to 3 (multiplier)"),
    ("germany.pace=-1", "germany.pace = -1.0 is too low; allowed: a number from 0.3 to 3 (multiplier)"),
    ("germany.pace=fast", "germany.pace = 'fast' is not a number; allowed: a number from 0.3 to 3"),
    ("germany.pace=nan", "germany.pace = nan is not a finite number; allowed"),
    ("germany.pace=inf", "germany.pace = inf is not a finite number; allowed"),
    ("germany.pace=true", "germany.pace = 'true' is not a number; allowed"),
    ("germany.pace=", "germany.pace = '' is not a number; allowed"),
    ("army.divisions_cap=16.5", "= 16.5 is not a whole number; allowed: a whole number from 14 to 51"),
    ("pact.neutrality=1", "pact.neutrality = '1' is not true or false; allowed: true or false"),
    ("emperor.sanction=grnt", "is not one of the choices; nearest known name: 'grant'; allowed: 'weigh', "),
    ("soviet.collapse=nevr", "= 'nevr' is not a date; nearest known name: 'never'; allowed: a date from "),
    ("soviet.collapse=1941-02-30", "= '1941-02-30' is not a date; allowed: a date from 1941-04-01"),
    ("soviet.collapse=19410810", "= '19410810' is not a date; allowed: a date from 1941-04-01"),
    ("soviet.collapse=1930-01-01", "is too early; allowed: a date from 1941-04-01 to 1945-08-31"),
    ("soviet.collapse=1950-01-01", "is too late; allowed: a date from 1941-04-01 to 1945-08-31"),
    ("germany.pace", "setting: 'germany.pace' has no '='; allowed: KEY=VALUE"),
]


@pytest.mark.parametrize(("setting", "message"), WRONG)
def test_a_wrong_setting_is_told_what_was_given_and_what_is_allowed(setting: str, message: str) -> None:
    with pytest.raises(InputError, match=re.escape(message)):
        parse_setting(setting)


@given(text=st.text())
def test_any_text_is_a_setting_or_gets_one_printable_line(text: str) -> None:
    for given_text in (text, f"germany.pace={text}", f"{text}=1"):
        try:
            key, _ = parse_setting(given_text)
        except InputError as error:
            assert str(error).isprintable()  # noqa: PT017 - either way is right
        else:
            assert key in PARAMETERS


@pytest.mark.parametrize(
    "value", [True, None, "1.0", ["1.0"], {"a": 1}, 10**400, float("nan"), date(1941, 6, 22)]
)
def test_what_is_no_number_is_refused_where_a_number_is_wanted(value: object) -> None:
    with pytest.raises(InputError, match=r"levers: germany\.pace = .*; allowed: a number from"):
        Scenario.load("historical").replace({"germany.pace": value})


# ---- a wrong file ----

WRONG_FILES = [
    ("", "is empty; allowed: a scenario or a plan, with at least a `name`"),
    ("\n  \n", "is empty"),
    ("# only a remark\n", "name is missing; allowed: a text of 1 to 80 characters"),
    ("name = ''", "name = '' is not usable; allowed: a text of 1 to 80 characters"),
    ("name = 7", "name = 7 is not usable"),
    (f"name = '{'x' * 81}'", "...' is not usable; allowed: a text of 1 to 80 characters"),
    (HEAD + "description = 7", "description = 7 is not usable"),
    (
        HEAD + "base = 'histrical'",
        "base = 'histrical' is not a known scenario; nearest known name: 'historical'",
    ),
    (HEAD + "base = 'mine.toml'", "base = 'mine.toml' is circular"),
    (HEAD + "base = 'none.toml'", "none.toml: no such file; "),
    (
        HEAD + "[germny]\npace = 1",
        "[germny] is not a known table; nearest known name: 'germany'; allowed: germany, ",
    ),
    (HEAD + "pace = 1", "pace = 1 is not a known key; nearest known name: 'germany.pace'; allowed: name, "),
    (HEAD + "descripton = 'x'", "descripton = 'x' is not a known key; nearest known name: 'description'"),
    (HEAD + "'germany.pace' = 1", "germany.pace = 1 is not a known key; nearest known name: 'germany.pace'"),
    (HEAD + "germany = 3", "germany = 3 is not a table; allowed: [germany] with its levers"),
    (
        HEAD + "germany.pase = 1.2",
        "germany.pase = 1.2 is not a known lever; nearest known name: 'germany.pace'",
    ),
    (HEAD + "germany.pace = true", "germany.pace = true is not a number"),
    (HEAD + "germany.pace = 'x'", "germany.pace = 'x' is not a number; allowed: a number from 0.3 to 3"),
    (HEAD + "germany.pace = nan", "germany.pace = nan is not a finite number"),
    (HEAD + "[germany.pace]\nx = 1", "germany.pace = (a table) is not a number"),
    (HEAD + "pact.neutrality = 1", "pact.neutrality = 1 is not true or false"),
    (HEAD + "emperor.sanction = true", "emperor.sanction = true is not one of the choices"),
    (HEAD + "soviet.collapse = 1941-08-10T12:00:00", "soviet.collapse = 1941-08-10T12:00:00 is not a date"),
    (HEAD + "soviet.collapse = 1941-02-30", "is not readable as TOML: Invalid date or datetime (at line 2"),
    ("name = ", "is not readable as TOML: Invalid value (at"),
    ("<html></html>", "is not readable as TOML: "),
    ("a = " + "[" * 9_000, "has lists or tables nested too deeply: 9,000; allowed: at most 16"),
    ("a = " + "9" * 5_000, "is not readable as TOML: "),
    (b"\xff\xfen\x00a\x00", "is not UTF-8 text (at byte 0); allowed: a scenario or a plan, which is TOML"),
    (b"PAR1\x00\x00\x9f", "is not UTF-8 text (at byte 6)"),
    (b"#" * 1_000_001, "is too large; allowed: at most 1,000,000 bytes"),
]


@pytest.mark.parametrize(("content", "message"), WRONG_FILES, ids=range(len(WRONG_FILES)))
def test_a_wrong_file_is_told_its_name_and_fault(content: str | bytes, message: str, tmp_path: Path) -> None:
    file = write(tmp_path, content)
    lines = told(file).splitlines()
    assert len(lines) == 1
    assert message in lines[0]
    assert str(tmp_path) in lines[0]


def test_all_faults_of_a_file_are_told_at_once_one_a_line(tmp_path: Path) -> None:
    text = "base = 'nothing'\nx = 1\n[germany]\npace = 9\npressure = 'much'\n[navvy]\n"
    lines = told(write(tmp_path, text)).splitlines()
    faults = [
        "name is missing",
        "base =",
        "x = 1",
        "germany.pace = 9",
        "germany.pressure = 'much'",
        "[navvy]",
    ]
    assert len(lines) == len(faults)
    assert all(fault in line for fault, line in zip(faults, lines, strict=True))
    assert all(line.startswith(str(tmp_path / "mine.toml")) for line in lines)


def test_two_files_that_lean_on_each_other_are_circular(tmp_path: Path) -> None:
    write(tmp_path, "name='b'\nbase='./a.toml'", "b.toml")
    a = write(tmp_path, "name='a'\nbase='b.toml'", "a.toml")
    assert "b.toml: base = './a.toml' is circular: it leads back to itself" in told(a)


def test_a_base_that_is_the_scenario_itself_is_circular_by_whatever_path(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    for base in ("mine.toml", "./mine.toml", "folder/../mine.toml", str(tmp_path / "mine.toml")):
        (line,) = told(write(tmp_path, f"{HEAD}base = '{base}'")).splitlines()
        assert "is circular: it leads back to itself; allowed: another base, or none" in line


def chain(folder: Path, length: int) -> Path:
    """Write scenarios that build upon one another, and return the first."""
    for number in range(length):
        write(folder, f"name = 'n'\nbase = '{number + 1}.toml'", f"{number}.toml")
    write(folder, "name = 'n'\ngermany.pace = 1.5", f"{length}.toml")
    return folder / "0.toml"


def test_a_long_chain_of_bases_is_told_in_one_line_where_it_is_too_long(tmp_path: Path) -> None:
    (line,) = told(chain(tmp_path, 1_500)).splitlines()
    fault = "base = '21.toml' is one too many of a chain of bases; allowed: at most 20, one upon the other"
    assert line == f"{tmp_path / '20.toml'}: {fault}"


def test_a_chain_of_twenty_bases_is_read(tmp_path: Path) -> None:
    assert check_file(chain(tmp_path, 20)).changed == {"germany.pace": 1.5}


def test_a_base_may_lie_in_another_folder(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    write(tmp_path, HEAD + "germany.pace = 1.5")
    for base in ("../mine.toml", str(tmp_path / "mine.toml")):
        file = write(tmp_path / "folder", f"{HEAD}base = '{base}'")
        assert check_file(file).changed == {"germany.pace": 1.5}


@pytest.mark.skipif(sys.platform == "win32", reason="these are files of Unix")
@pytest.mark.parametrize(
    ("base", "fault"),
    [
        ("/dev/zero", "/dev/zero: is not an ordinary file"),
        ("/", "/: is a directory"),
        ("../none.toml", "none.toml: no such file"),
        ("/etc/passwd", "/etc/passwd: is not readable as TOML"),
    ],
)
def test_a_base_outside_that_is_no_scenario_is_told_in_one_line(
    base: str, fault: str, tmp_path: Path
) -> None:
    (line,) = told(write(tmp_path, f"{HEAD}base = '{base}'")).splitlines()
    assert fault in line


@pytest.mark.parametrize("base", ["/etc/passwd", "../mine.toml", "mine.toml", "C:\\mine.toml"])
def test_a_text_without_a_file_builds_upon_shipped_scenarios_alone(base: str) -> None:
    with pytest.raises(InputError) as caught:
        Scenario.read(f"{HEAD}base = '{base}'", "sent.toml")
    (line,) = str(caught.value).splitlines()
    assert line.startswith(
        f"sent.toml: base = '{base}' is a file, which cannot be looked for here; allowed: "
    )
    assert "path" not in line


def test_whether_a_file_is_there_is_not_told_to_who_sends_a_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "exists", lambda path: pytest.fail(f"looked for {path}"))
    with pytest.raises(InputError, match="base = 'passwd' is not a known scenario"):
        Scenario.read(f"{HEAD}base = 'passwd'", "sent.toml")


def test_a_plan_is_not_taken_for_a_scenario(tmp_path: Path) -> None:
    file = write(tmp_path, HEAD + "sampler = 'grid'")
    assert told(file) == f"{file}: is the plan of a sweep; allowed: a scenario"


def test_a_fault_in_a_base_names_the_base(tmp_path: Path) -> None:
    write(tmp_path, "name='b'\ngermany.pace=9", "b.toml")
    a = write(tmp_path, "name='a'\nbase='b.toml'", "a.toml")
    assert told(a).startswith(f"{tmp_path / 'b.toml'}: germany.pace = 9 is too high")


def test_a_directory_is_not_a_scenario(tmp_path: Path) -> None:
    assert (
        told(tmp_path)
        == f"{tmp_path}: is a directory; allowed: a scenario or a plan, which is TOML saved as UTF-8"
    )


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no named pipes in folders")
def test_a_pipe_is_not_waited_on(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.toml")
    assert "pipe.toml: is not an ordinary file; allowed: a scenario or a plan" in told(tmp_path / "pipe.toml")


def test_a_file_that_may_not_be_read_is_told_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    file = write(tmp_path, HEAD)
    monkeypatch.setattr(Path, "open", refuse)
    assert "mine.toml: cannot be read (Permission denied); allowed: a scenario or a plan" in told(file)


def test_a_missing_file_gets_the_nearest_scenario_name(tmp_path: Path) -> None:
    missing = tmp_path / "historcal.toml"
    message = f"{missing}: no such file; nearest known name: 'historical'; allowed: the path of a TOML file"
    assert told(missing) == message
    with pytest.raises(InputError, match="no such file"):
        Scenario.load(str(missing))


@pytest.mark.parametrize("name", ["\0", "x" * 10_000, "a\x1b[31m.toml", "", "\ud800"])
def test_a_name_that_no_file_can_have_gets_one_printable_line(name: str) -> None:
    with pytest.raises(InputError) as caught:
        Scenario.load(name)
    assert str(caught.value).isprintable()


# ---- the words of an error ----


def test_the_nearest_name_ignores_case_and_may_be_none() -> None:
    assert nearest("POLITCS", ["politics", "nash"]) == "politics"
    assert nearest("zzz", ["politics", "nash"]) is None
    assert nearest("", []) is None


def test_an_unknown_name_lists_what_is_known() -> None:
    error = unknown_name("lens", "nsh", ["politics", "nash"], besides="none")
    assert str(error) == "unknown lens 'nsh'; nearest known name: 'nash'; allowed: politics, nash, or none"
