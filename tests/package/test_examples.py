"""The examples run, say what they are about, and stay short."""

import ast
import runpy
from pathlib import Path
from typing import Any, Final

import pytest

from tests.support.paths import ROOT

EXAMPLES: Final = ROOT / "examples"
FEW: Final[dict[str, dict[str, Any]]] = {
    "counterfactual": {"worlds": 100},
    "fork": {"futures": 50},
    "many_worlds": {"worlds": 200},
    "one_world": {},
    "own_actor": {"worlds": 400},
    "sweep_and_map": {"worlds": 5, "steps": 2, "workers": 1},
}
"""How each is run here: as it stands, with fewer worlds."""

SAID: Final = {
    "counterfactual": "attack_1941",
    "fork": "no oil embargo, from August 1941 on",
    "many_worlds": "stand_guard",
    "one_world": "Kantokuen does not go forward.",
    "own_actor": "ThriftyNavy: 0.",
    "sweep_and_map": "mean",
}
"""Something that each prints."""


CHARTS: Final = {"many_worlds": "many_worlds.svg", "sweep_and_map": "pace-and-drawdown.svg"}
"""What some leave where they were run."""


@pytest.mark.parametrize("name", FEW)
def test_an_example_runs_and_leaves_its_chart(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    runpy.run_path(str(EXAMPLES / f"{name}.py"))["main"](**FEW[name])
    assert SAID[name] in capsys.readouterr().out
    assert {path.name for path in tmp_path.glob("*.svg")} == ({CHARTS[name]} if name in CHARTS else set())


def test_every_example_is_run_and_named_in_the_readme() -> None:
    names = sorted(path.stem for path in EXAMPLES.glob("*.py"))
    assert names == sorted(FEW)
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [name for name in names if f"(examples/{name}.py)" not in readme] == []


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.py")), ids=lambda path: path.stem)
def test_an_example_says_how_it_is_run_and_is_short(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert f"python examples/{path.name}" in (ast.get_docstring(ast.parse(text)) or "")
    assert len(text.splitlines()) < 40
