"""`kantokuen class`: a room from the command line, with scripted people, to try a lesson alone."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer

from kantokuen.cli.options import AsJson, Ensemble, Lens, Quiet, asked_words, whole_number
from kantokuen.cli.pipes import write_json
from kantokuen.cli.progress import row_progress
from kantokuen.cli.request import ScenarioName, takes
from kantokuen.model.errors import input_error, known_name
from kantokuen.model.limits import DEFAULT_SCENARIO, LARGEST_SEED

if TYPE_CHECKING:
    from rich.console import Console

    from kantokuen.dashboard.rooms.debrief import ClassDebrief
    from kantokuen.dashboard.rooms.service import Room
    from kantokuen.dashboard.rooms.state import Setup
    from kantokuen.model.text.words import Words

_MOST_PEOPLE = 60
_PATIENCE_SECONDS = 3_600.0


def _asked_setup(
    scenario: ScenarioName = DEFAULT_SCENARIO,
    seats: Annotated[
        str | None,
        typer.Option("--seats", metavar="OFFICES", help="Open chairs: OPS,AGS,...; all when not given."),
    ] = None,
    turns: Annotated[
        int | None,
        typer.Option(parser=whole_number(1, 11), metavar="N", help="Most sittings, 1 to 11; usually 8."),
    ] = None,
    lens: Lens = "politics",
    ensemble: Ensemble = None,
) -> "Setup":
    """Return the room that was asked for.

    Raises:
        InputError: there is no such scenario or seat.
    """
    from kantokuen.dashboard.rooms.state import Setup
    from kantokuen.experiments.game.questions import SEATS
    from kantokuen.experiments.game.table import USUAL_TURNS
    from kantokuen.model.scenario import Scenario

    known_name("scenario", scenario, Scenario.names())
    named = SEATS if seats is None else tuple(each.strip().upper() for each in seats.split(","))
    return Setup(
        scenario=scenario, seats=named, length=turns or USUAL_TURNS, lens=lens, ensemble=ensemble or ""
    )


@takes(setup=_asked_setup, words=asked_words)
def classroom(
    setup: "Setup",
    *,
    rehearse: Annotated[
        int | None,
        typer.Option(
            parser=whole_number(1, _MOST_PEOPLE), metavar="N", help="Play a game with N scripted people."
        ),
    ] = None,
    seed: Annotated[
        int, typer.Option(parser=whole_number(0, LARGEST_SEED), metavar="N", help="Of the scripted people.")
    ] = 0,
    rooms: Annotated[
        Path | None, typer.Option("--rooms", metavar="FILE", help="Keep the room in this file of rooms.")
    ] = None,
    words: "Words",
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Try a class alone: scripted people sit down, predict, choose and look back.

    The room is a real one, played through the same service as a class on its
    phones, and is gone afterwards unless --rooms names a file. Rooms for people
    are opened from the page: kantokuen dashboard --host 0.0.0.0
    """
    if rehearse is None:
        raise input_error("--rehearse", "no number of people is given", f"1 to {_MOST_PEOPLE}")
    from kantokuen.dashboard.rooms.service import Rooms

    with TemporaryDirectory(prefix="kantokuen-", ignore_cleanup_errors=True) as folder:
        kept = Rooms(rooms or Path(folder) / "rooms")
        try:
            room = kept.room(kept.open(setup).code)
            sent = _played(room, rehearse, seed, words, quiet=quiet)
            found = room.wait_for_debrief(_PATIENCE_SECONDS)
        finally:
            kept.close()
    if found is None:
        raise TimeoutError("the debrief was not worked out in time")
    if as_json:
        from kantokuen.dashboard.rooms.telling import as_data

        write_json({"room": room.code, "people": rehearse, "sent": sent, **as_data(found)})
        return
    from kantokuen.cli.console import open_console

    chairs = len(room.state.occupied)
    counts = {"people": rehearse, "chairs": chairs, "code": room.code, "sent": words.number(sent)}
    _show(open_console(), found, words, words("rooms.class.rehearsed", **counts))


def _played(room: "Room", people: int, seed: int, words: "Words", *, quiet: bool) -> int:
    """Play a game of a room with scripted people; return how many choices were sent."""
    from kantokuen.dashboard.rooms.bots import seated

    bots = seated(room, people, seed)
    room.start()
    sent = 0
    with row_progress(words, is_wanted=not quiet, what="steps") as progress:
        while not room.state.is_over:
            sent += sum(bot.play(room) for bot in bots)
            if progress is not None:
                progress(len(room.state.played), room.state.setup.length)
            room.next_sitting()
    return sent


def _show(console: "Console", found: "ClassDebrief", words: "Words", about: str) -> None:
    from rich.padding import Padding

    from kantokuen.cli.prose import Prose
    from kantokuen.dashboard.rooms import telling
    from kantokuen.experiments.game.telling import lenses, luck, record_lines
    from kantokuen.model.calendar import to_date

    def say(*lines: str, indent: int = 0, style: str = "") -> None:
        for line in lines:
            console.print(Padding(Prose(line, style=style), (0, 0, 0, indent)))

    def head(key: str) -> None:
        console.print()
        console.print(Prose(words(key), style="bold"))

    console.rule(words("rooms.class.title"))
    say(about, *telling.how_it_ended(found, words))
    head("rooms.class.head_sittings")
    for number, each in enumerate(found.predicted):
        say(words("rooms.class.sitting", n=number + 1, day=words.day(to_date(each.day))), style="bold")
        say(telling.predicted(found, number, words), *telling.said(found, number, words), indent=2)
        say(*record_lines(telling.recorded(found, number), words), indent=4, style="dim")
    head("rooms.class.head_changed")
    say(*(telling.changed(each, words) for each in found.found.changed))
    head("rooms.class.head_scores")
    say(*telling.scored(found, words))
    head("game.debrief.lens")
    say(lenses(found.found, words), luck(found.found, words))
    head("game.debrief.meaning")
    say(words(f"game.meaning.{found.found.ending.outcome}"), telling.replay(found, words))
