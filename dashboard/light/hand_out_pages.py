"""Pages from which lessons and reports are taken along; each is worked out once and kept for a while."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field, replace
from typing import Final

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from kantokuen.dashboard.connection import address_of
from kantokuen.dashboard.export import file_name
from kantokuen.dashboard.lessons.packs import LESSONS
from kantokuen.dashboard.lessons.printing import printed
from kantokuen.dashboard.lessons.telling import listed, told
from kantokuen.dashboard.light.beside import Beside
from kantokuen.dashboard.light.room_desk import Desk, begins, leaves_at_once, page, words_of
from kantokuen.dashboard.light.room_gate import Unfit
from kantokuen.dashboard.limits import household
from kantokuen.dashboard.link import read_link
from kantokuen.dashboard.report.grid import Grid, axes_of, play_grid
from kantokuen.dashboard.report.making import report
from kantokuen.dashboard.state import State
from kantokuen.experiments.runner import Progress, Run

_KEPT: Final = 8
"""Reports that are kept."""

_FILE_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:"
"""A lesson is a file with its style inside; it has no script."""


@dataclass(slots=True)
class HandOuts:
    """Lessons and reports.

    Attributes:
        desk: of the light pages.
        lessons: by name and language.
        reports: by what is played and how it is told; one is worked out at a time.
        grids: of the last reports, by what is played: one in another language, of another world or under
            another title has the same.
    """

    desk: Desk
    lessons: Beside[str] = field(default_factory=lambda: Beside(2 * len(LESSONS)))
    reports: Beside[str] = field(default_factory=lambda: Beside(_KEPT, at_once=1))
    grids: OrderedDict[Run, Grid] = field(default_factory=OrderedDict)

    async def listing(self, request: Request) -> Response:
        """Return the lessons that there are."""
        words = words_of(request)
        return page(request, "lessons.html", words, lessons=listed(words))

    async def lesson(self, request: Request) -> Response:
        """Return a lesson as one file to print, or word that it is being made.

        Raises:
            Unfit: there is none of that name.
        """
        words, name = words_of(request), request.path_params["name"]
        if name not in LESSONS:
            raise Unfit("file_name", 404)
        key, home = (name, words.language), household(address_of(request))
        found = self.lessons.get(
            key,
            lambda tell: printed(told(name, words, tell), words),
            home,
            begins=begins(request),
        )
        if found is None:
            return self._working(request, words("hand_out.lesson"), self.lessons.done(key))
        answer = leaves_at_once(HTMLResponse(found))
        answer.headers["Content-Security-Policy"] = _FILE_POLICY
        return answer

    async def report(self, request: Request) -> Response:
        """Return the report of a link of the page as a file, or word that it is being made."""
        words, (state, _) = words_of(request), read_link(request.url.query)
        asked = replace(state.request, cadence="month", until=State().request.until)
        key = (asked, words.language, state.world, state.title)

        def work(tell: Progress) -> str:
            grid = self._grid(asked, tell)
            return report(asked, grid, world=state.world, title=state.title, language=words.language)

        found = self.reports.get(key, work, household(address_of(request)), begins=begins(request))
        if found is None:
            return self._working(request, words("hand_out.report"), self.reports.done(key))
        name = file_name(f"report-{asked.scenario.name}", "html")
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return leaves_at_once(HTMLResponse(found, headers=headers))

    def _grid(self, asked: Run, tell: Progress) -> Grid:
        """Return the grid of a report; reports ask for it one after another."""
        if asked not in self.grids:
            self.grids[asked] = play_grid(asked, axes_of(asked), progress=tell)
            while len(self.grids) > _KEPT:
                self.grids.popitem(last=False)
        return self.grids[asked]

    def _working(self, request: Request, about: str, done: tuple[int, int]) -> Response:
        return page(request, "working.html", words_of(request), about=about, done=done[0], of=done[1])

    def routes(self) -> list[Route]:
        """Return which address is which page."""
        guarded = self.desk.guarded
        return [
            Route("/lessons", guarded(self.listing)),
            Route("/lessons/{name}", guarded(self.lesson)),
            Route("/report", guarded(self.report)),
        ]
