"""What is installed is what stands in the checkout, and the rooms are imported under one name."""

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.support.paths import ROOT

ROOMS = [name for name in ("agents", "model", "experiments", "dashboard") if (ROOT / name).is_dir()]

IMPORT_ALL = """
import sys, importlib, pathlib
target, *names = sys.argv[1:]
sys.path.insert(0, target)
for name in names:
    module = importlib.import_module(name)
    where = pathlib.Path(module.__file__).resolve()
    assert where.is_relative_to(pathlib.Path(target).resolve()), f"{name} comes from {where}"
assert not {"model", "agents", "experiments", "dashboard"} & set(sys.modules)
"""


def project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def modules() -> dict[str, Path]:
    """Every module of the checkout by the name under which it is imported."""
    found = {}
    for folder in ["kantokuen", *ROOMS]:
        for path in (ROOT / folder).rglob("*.py"):
            parts = list(path.relative_to(ROOT).with_suffix("").parts)
            prefix = [] if folder == "kantokuen" else ["kantokuen"]
            name = ".".join([*prefix, *(part for part in parts if part != "__init__")])
            found[name] = path
    return found


def data_files(folder: Path) -> set[str]:
    """Every file below a folder that is no module: data, templates, views, scripts, styles and fonts."""
    files = {path.relative_to(folder) for path in folder.rglob("*") if path.is_file()}
    return {
        path.as_posix()
        for path in files
        if path.suffix not in {".pyc", ".py"} and not any(part.startswith(".") for part in path.parts)
    }


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder into which the wheel was installed, built from a copy of the checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    source, target = folder / "source", folder / "target"
    source.mkdir()
    for name in ("pyproject.toml", "README.md", "LICENSE", "LICENSE-DATA.md"):
        shutil.copy(ROOT / name, source)
    for name in ["kantokuen", *ROOMS]:
        shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    offline = ["--no-deps", "--no-index"]
    build = [*pip, "wheel", *offline, "--no-build-isolation", "--wheel-dir", str(folder), str(source)]
    subprocess.run(build, check=True)
    wheel = next(folder.glob("kantokuen-*.whl"))
    subprocess.run([*pip, "install", *offline, "--target", str(target), str(wheel)], check=True)
    return target


def test_every_package_of_the_checkout_is_listed_for_installation() -> None:
    packages = sorted(name for name, path in modules().items() if path.name == "__init__.py")
    assert sorted(project()["tool"]["setuptools"]["packages"]) == packages


@pytest.mark.slow
def test_every_module_can_be_imported_from_the_wheel(installed: Path, tmp_path: Path) -> None:
    names = sorted(name for name in modules() if not name.endswith("__main__"))
    command = [sys.executable, "-c", IMPORT_ALL, str(installed), *names]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.slow
def test_every_data_file_is_in_the_wheel(installed: Path) -> None:
    for room in ROOMS:
        assert data_files(installed / "kantokuen" / room) == data_files(ROOT / room), room


@pytest.mark.slow
def test_the_wheel_tells_type_checkers_that_it_is_typed(installed: Path) -> None:
    assert (installed / "kantokuen" / "py.typed").is_file()


@pytest.mark.slow
def test_the_wheel_carries_its_licences_and_those_of_its_fonts_and_scripts(installed: Path) -> None:
    (folder,) = installed.glob("kantokuen-*.dist-info/licenses")
    licences = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    fonts = {f"dashboard/public/fonts/OFL-{name}.txt" for name in ("Noto", "Source")}
    echarts = {
        f"dashboard/vendor/echarts@5.4.0/{name}" for name in ("LICENSE", "NOTICE", "licenses/LICENSE-d3")
    }
    scripts = {"dashboard/vendor/LICENSES.txt", "dashboard/vendor/idiomorph@0.8.0/LICENSE"} | echarts
    assert licences == {"LICENSE", "LICENSE-DATA.md"} | fonts | scripts


@pytest.mark.slow
def test_the_wheel_puts_no_room_at_the_top_level(installed: Path) -> None:
    folders = {path.name for path in installed.iterdir() if path.is_dir() and path.suffix != ".dist-info"}
    assert folders - {"bin", "Scripts"} == {"kantokuen"}


def test_importing_the_package_loads_no_room_and_no_heavy_library() -> None:
    code = "import sys, kantokuen; print(sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    loaded = done.stdout
    for name in ("numpy", "polars", "mesa", "typer", "kantokuen.model"):
        assert f"'{name}'" not in loaded


def test_the_public_names_are_listed_and_an_unknown_one_is_refused() -> None:
    import kantokuen

    assert set(kantokuen.__all__) <= set(dir(kantokuen))
    with pytest.raises(AttributeError, match="no attribute 'Kantokuen'"):
        _ = kantokuen.Kantokuen


def test_every_public_name_comes_from_its_room() -> None:
    import kantokuen

    for name, home in kantokuen._HOMES.items():
        assert getattr(kantokuen, name).__module__ == home


def test_rooms_are_never_loaded_under_a_bare_name() -> None:
    import kantokuen.model.scenario

    assert kantokuen.model.scenario.__name__ == "kantokuen.model.scenario"
    assert not {"agents", "model", "experiments", "dashboard"} & set(sys.modules)


def test_the_lock_holds_hashes_and_no_addresses() -> None:
    lines = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    assert any("--hash=sha256:" in line for line in lines)
    assert [line for line in lines if "://" in line or line.startswith("--")] == []
