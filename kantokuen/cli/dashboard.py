"""`kantokuen dashboard`: serve the page, and open it."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kantokuen.cli.options import Quiet, asked_words, whole_number
from kantokuen.cli.pipes import OutputError, write_text
from kantokuen.cli.request import takes
from kantokuen.model.limits import LARGEST_PORT
from kantokuen.model.text.languages import LANGUAGES

if TYPE_CHECKING:
    from kantokuen.model.text.words import Words


@takes(words=asked_words)
def dashboard(
    *,
    host: Annotated[
        str, typer.Option(metavar="HOST", help="Address to listen on; the default is this machine only.")
    ] = "127.0.0.1",
    port: Annotated[
        int | None,
        typer.Option(
            parser=whole_number(1, LARGEST_PORT),
            metavar="PORT",
            help="Port; without it the first free from 8765 on.",
        ),
    ] = None,
    origin: Annotated[
        list[str] | None,
        typer.Option(
            metavar="ORIGIN",
            help="Where else a browser finds the page, such as https://school.example; repeatable.",
        ),
    ] = None,
    trusted_proxy: Annotated[
        str | None,
        typer.Option(
            metavar="ADDRESS", help="Proxy that may name its visitors by X-Forwarded-For; none by default."
        ),
    ] = None,
    root_path: Annotated[
        str,
        typer.Option(
            metavar="PATH", help="Path below which a proxy has the page, such as /kantokuen; / by default."
        ),
    ] = "/",
    rooms: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            show_default=False,
            help="File in which rooms live; by default in your folder for data of programs.",
        ),
    ] = None,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Do not open a browser.")] = False,
    words: "Words",
    quiet: Quiet = False,
) -> None:
    """Open the interactive page: move any lever and see whether Kantokuen goes forward, and why."""
    from kantokuen.dashboard.addresses import (
        checked_host,
        checked_origin,
        checked_proxy,
        checked_root_path,
        is_local,
    )
    from kantokuen.dashboard.room_file import check_room_file
    from kantokuen.dashboard.server import free_port, serve

    host = checked_host(host)
    origins = [checked_origin(each) for each in origin or ()]
    proxy = None if trusted_proxy is None else checked_proxy(trusted_proxy)
    path = checked_root_path(root_path)
    if rooms is not None:
        check_room_file(rooms)
    chosen = free_port(host, port)

    def ready(where: str) -> None:
        try:
            write_text(f"{where}\n")
        except OutputError as error:
            typer.echo(words("dashboard.fault", error=error, where=where), err=True)
        if not quiet:
            typer.echo(words("dashboard.open"), err=True)

    if not is_local(host):
        typer.echo(words("dashboard.everyone", host=host), err=True)
    if not quiet:
        typer.echo(words("dashboard.starting"), err=True)
    serve(
        host,
        chosen,
        ready=ready,
        opens_browser=not no_browser,
        origins=origins,
        trusted_proxy=proxy,
        root_path=path,
        rooms=rooms,
        query="" if words.language == LANGUAGES[0] else f"?language={words.language}",
    )
