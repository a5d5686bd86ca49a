"""However a page is served, messages that ran code in the server are left alone, and the page works."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.support.paths import DOCS
from tests.support.served import serving, solara_serving
from tests.support.wire import Wire, wired

MANUAL = DOCS / "dashboard.md"


def written_to(folder: Path) -> str:
    """Write Mesa's page down as the manual shows it, and return where."""
    (code,) = re.findall(r"```python\n(.*?)```", MANUAL.read_text(encoding="utf-8"), re.DOTALL)
    (folder / "page.py").write_text(code)
    return str(folder / "page.py")


WAYS: dict[str, Callable[[Path], Any]] = {
    "to all addresses": lambda folder: serving(folder, "--host", "0.0.0.0"),  # noqa: S104
    "by solara run": lambda folder: solara_serving(folder, "kantokuen.dashboard.app"),
    "as the page of Mesa": lambda folder: solara_serving(folder, written_to(folder)),
}


@pytest.mark.parametrize("serve", WAYS.values(), ids=WAYS)
def test_no_code_is_run_for_a_visitor(serve: Callable[[Path], Any], tmp_path: Path) -> None:
    with serve(tmp_path) as server, wired(server.address) as page:
        page.load()
        page.await_quiet()
        views = [model for model, state in page.widgets.items() if "events" in state and "template" in state]
        assert views
        for view in views:
            for reference in ({"functionRef": "__repr__"}, {"objectRef": "comm"}, "x"):
                page.event(view, create_widget=["ipywidgets", "HTML"], props={"value": reference}, id="x")
            page.event(view, update_ref="x", id=views[0], prop="template")
            page.event(view, event="close", data={})
            page.tell(view, method="update", state={"template": "x", "events": ["close"]}, buffer_paths=[])
        page.say("comm_open", {"comm_id": "x", "target_name": "jupyter.widget", "data": {"state": {}}})
        page.say("execute_request", {"code": "1"})
        assert page.hear() == []
        assert works(page)
        assert "Traceback" not in server.said.read_text()


def test_solaras_own_command_fetches_no_script_and_removes_none(tmp_path: Path) -> None:
    with solara_serving(tmp_path, "kantokuen.dashboard.app") as server:
        scripts = urlsplit(server.address)._replace(path="/_solara/cdn/").geturl()
        for path in ("left-pad", "left-pad@1.3.0/index.js", "echarts@5.4.0", "echarts@5.4.0/dist"):
            assert status(scripts + path) == 404
        assert status(f"{scripts}echarts@5.4.0/dist/echarts.min.js") == 200


def status(address: str) -> int:
    """Return the status of an answer."""
    host = urlsplit(address).netloc
    with closing(HTTPConnection(host, timeout=10.0)) as connection:
        connection.request("GET", urlsplit(address).path)
        return connection.getresponse().status


def works(page: Wire) -> bool:
    """Press the button of Mesa's page, or go to the next month of ours, and tell whether the page answers."""
    buttons = [model for model, state in page.widgets.items() if state.get("children") == ["Step"]]
    if buttons:
        page.event(buttons[0], event="click", data={})
    else:
        page.event(page.find("pause_ms"), event="event_go", data=1)
    return bool(page.await_answer())
