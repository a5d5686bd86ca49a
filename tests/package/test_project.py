"""What the project tells other tools, and those who come next, of itself."""

import re
import tomllib
from typing import Any, Final

import pytest
import yaml

import kantokuen
from tests.support.paths import ROOT

PYPROJECT: Final[dict[str, Any]] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def told(name: str) -> Any:
    """What a file in YAML holds; the key `on` of a workflow is read as true."""
    return yaml.safe_load((ROOT / name).read_text(encoding="utf-8"))


def test_the_citation_has_what_its_format_requires_and_speaks_of_this_version() -> None:
    """CFF 1.2.0 requires four keys; a version, a type and an SPDX licence are held to ours."""
    cited = told("CITATION.cff")
    assert {"cff-version", "message", "title", "authors"} <= cited.keys()
    assert (cited["cff-version"], cited["type"]) == ("1.2.0", "software")
    assert cited["version"] == kantokuen.__version__
    assert cited["authors"] == PYPROJECT["project"]["authors"]
    assert PYPROJECT["project"]["license"].startswith(f"{cited['license']} AND ")


def test_the_citation_has_no_key_that_its_format_does_not_know() -> None:
    known = {
        "abstract", "authors", "cff-version", "commit", "contact", "date-released", "doi", "identifiers",
        "keywords", "license", "license-url", "message", "preferred-citation", "references", "repository",
        "repository-artifact", "repository-code", "title", "type", "url", "version",
    }  # fmt: skip
    assert told("CITATION.cff").keys() <= known


def test_the_workflow_sets_up_every_python_that_is_promised_and_calls_what_runs_here() -> None:
    (job,) = told(".github/workflows/ci.yml")["jobs"].values()
    promised = re.findall(r"Python :: (3\.\d+)", "\n".join(PYPROJECT["project"]["classifiers"]))
    (setup,) = [step["with"] for step in job["steps"] if "setup-python" in step.get("uses", "")]
    assert setup["python-version"].split() == promised
    assert [step["run"] for step in job["steps"] if "run" in step] == [".ci/run"]


@pytest.mark.parametrize("linter", ["ruff format", "ruff check", "mypy", "lint-imports"])
def test_each_linter_of_the_check_is_a_hook_that_downloads_nothing(linter: str) -> None:
    (repository,) = told(".pre-commit-config.yaml")["repos"]
    assert repository["repo"] == "local"
    assert {hook["language"] for hook in repository["hooks"]} == {"system"}
    assert [hook["id"] for hook in repository["hooks"] if linter in hook["entry"]]
    assert re.search(rf"bin/{linter.replace(' ', '.? ')}", (ROOT / ".ci/run").read_text(encoding="utf-8"))
