"""What is written down for those who host the page: it names our commands, and grants no more than needed."""

import json
import re
import shlex
import shutil
import subprocess
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import pytest
import typer

from kantokuen.cli.app import app
from kantokuen.dashboard.addresses import checked_origin, checked_proxy, checked_root_path
from tests.support.paths import DOCS, ROOT

HOSTING: Final = DOCS / "hosting"


def lines(name: str) -> list[str]:
    """The lines of a file that say something, without their comments."""
    text = (HOSTING / name).read_text(encoding="utf-8").replace("\\\n", " ")
    return [line.strip() for line in text.splitlines() if line.strip() and not line.strip().startswith("#")]


def unit(key: str) -> list[str]:
    """What a key of the unit is set to, each time."""
    return [line.partition("=")[2] for line in lines("kantokuen.service") if line.startswith(f"{key}=")]


def told(instruction: str) -> list[str]:
    """What follows an instruction of the container file, each time."""
    return [line.partition(" ")[2] for line in lines("Containerfile") if line.startswith(f"{instruction} ")]


def given_to_dashboard(words: list[str]) -> dict[str, str]:
    """The options that are given to ``kantokuen dashboard``, each of which it has."""
    assert words[0] == "dashboard"
    command = typer.main.get_command(app).commands["dashboard"]  # type: ignore[attr-defined]
    context = command.make_context("dashboard", [], resilient_parsing=True)
    known = {name: each for each in command.get_params(context) for name in each.opts}
    given, rest = {}, words[1:]
    while rest:
        name = rest.pop(0)
        given[name] = "" if known[name].is_flag else rest.pop(0)
    return given


def service() -> dict[str, str]:
    """The options of the unit, with its variables in their places."""
    environment = dict(each.split("=", 1) for line in unit("Environment") for each in line.split())
    program, *words = shlex.split(unit("ExecStart")[0])
    assert Path(program).name == "kantokuen"
    return given_to_dashboard(
        [re.sub(r"\$\{(\w+)\}", lambda found: environment[found[1]], word) for word in words]
    )


# ---- the container -----------------------------------------------------------------------------------


def test_the_container_runs_our_command_on_every_address_and_keeps_rooms_in_its_volume() -> None:
    (program,) = json.loads(told("ENTRYPOINT")[0])
    given = given_to_dashboard(json.loads(told("CMD")[0]))
    assert Path(program).name == "kantokuen"
    assert (given["--host"], given["--port"]) == ("0.0.0.0", told("EXPOSE")[0])  # noqa: S104
    assert Path(given["--rooms"]).parent == Path(told("VOLUME")[0])


def test_it_runs_as_an_ordinary_user_by_number() -> None:
    assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", told("USER")[-1])
    last = [line.split(" ")[0] for line in lines("Containerfile")]
    assert "RUN" not in last[last.index("USER") :]


def test_its_health_is_asked_where_the_page_tells_it() -> None:
    assert f"http://127.0.0.1:{told('EXPOSE')[0]}/readyz" in told("HEALTHCHECK")[0]


def test_it_is_made_of_what_stands_here_and_of_locked_packages_and_names_no_registry() -> None:
    copied = [each for line in told("COPY") if not line.startswith("--from") for each in line.split()[:-1]]
    assert [each for each in copied if not (ROOT / each).exists()] == []
    assert {"requirements.lock", "pyproject.toml", "kantokuen"} <= set(copied)
    assert "--require-hashes" in next(line for line in told("RUN") if "requirements.lock" in line)
    installing = [line for line in told("RUN") if "pip install" in line or "pip wheel" in line]
    assert [line for line in installing if "--no-index" not in line] == []
    bases = [line.partition("=")[2] for line in told("ARG")]
    assert [each for each in bases if "." in each.partition("/")[0].partition(":")[0]] == []
    assert {line.split()[0] for line in told("FROM")} == {"${PYTHON}"}


# ---- the unit ----------------------------------------------------------------------------------------


def test_the_unit_gives_what_the_command_takes() -> None:
    given = service()
    assert checked_origin(given["--origin"]) == given["--origin"]
    assert checked_proxy(given["--trusted-proxy"]) == given["--host"] == "127.0.0.1"
    assert checked_root_path(given["--root-path"]) == given["--root-path"]
    assert given["--rooms"] == f"%S/{unit('StateDirectory')[0]}/rooms.sqlite"


def test_the_unit_runs_as_nobody_in_particular_and_writes_nowhere_else() -> None:
    for key, value in {
        "DynamicUser": "yes", "ProtectSystem": "strict", "ProtectHome": "yes", "NoNewPrivileges": "yes",
        "CapabilityBoundingSet": "", "PrivateTmp": "yes", "IPAddressDeny": "any",
        "IPAddressAllow": "localhost",
    }.items():  # fmt: skip
        assert unit(key) == [value], key


def test_the_unit_is_one_that_systemd_reads_without_a_word(tmp_path: Path) -> None:
    program = shutil.which("systemd-analyze")
    if program is None:
        pytest.skip("systemd-analyze is not here")
    text = (HOSTING / "kantokuen.service").read_text(encoding="utf-8")
    (tmp_path / "kantokuen.service").write_text(
        re.sub(r"^ExecStart=\S+", f"ExecStart={program}", text, flags=re.MULTILINE), encoding="utf-8"
    )
    command = [program, "verify", "--man=no", str(tmp_path / "kantokuen.service")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout + done.stderr) == (0, "")


# ---- what stands before it ---------------------------------------------------------------------------


def test_nginx_passes_on_the_path_of_the_unit_whole_with_sockets_events_and_whom_it_asks_for() -> None:
    given, text = service(), " ".join(lines("nginx.conf"))
    assert f"location {given['--root-path']}/ {{" in text
    assert f"server {given['--host']}:{given['--port']};" in text
    assert f"server_name {urlsplit(given['--origin']).hostname};" in text
    (passed,) = re.findall(r"proxy_pass ([^;]+);", text)
    assert urlsplit(passed).path == ""
    headers = dict(re.findall(r"proxy_set_header (\S+) (\S+);", text))
    assert headers == {
        "Host": "$http_host", "X-Forwarded-For": "$remote_addr", "X-Forwarded-Proto": "$scheme",
        "Upgrade": "$http_upgrade", "Connection": "$kantokuen_connection",
    }  # fmt: skip
    assert "proxy_http_version 1.1;" in text
    assert "proxy_buffering off;" in text


def test_nginx_writes_no_secret_of_an_address_into_its_log() -> None:
    (form,) = re.findall(r"log_format \w+ '([^']*)'", " ".join(lines("nginx.conf")))
    assert "$uri" in form
    assert not {"$request", "$request_uri", "$args", "$query_string", "$http_referer"} & set(
        re.findall(r"\$\w+", form)
    )


def test_caddy_passes_on_the_same_path_and_holds_back_no_events() -> None:
    given, text = service(), " ".join(lines("Caddyfile"))
    path = given["--root-path"]
    assert text.startswith(f"{urlsplit(given['--origin']).hostname} {{")
    assert f"path {path} {path}/*" in text
    assert f"reverse_proxy {given['--host']}:{given['--port']} {{" in text
    assert "flush_interval -1" in text
    assert "handle_path" not in text
    assert "strip_prefix" not in text
