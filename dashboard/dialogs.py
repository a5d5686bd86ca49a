"""The dialog: the documents behind a number, one click from where it is shown."""

from __future__ import annotations

from kantokuen.dashboard.evidence_rows import MOST_SHOWN, Row, evidence_rows, lever_rows, office_rows, ranked
from kantokuen.dashboard.markup import render
from kantokuen.dashboard.session import Dialog
from kantokuen.model.errors import InputError
from kantokuen.model.text.words import Words


def dialog_html(dialog: Dialog, words: Words) -> tuple[str, str]:
    """Return the title and the HTML of the dialog, both empty where it is closed."""
    if not dialog.kind:
        return "", ""
    try:
        title, rows = _content(dialog, words)
    except (InputError, KeyError):  # a made-up id from a page that was tampered with
        title, rows = words("sources_panel.dialog"), []
    return title, render("sources_dialog.html", words=words, title=title, rows=rows)


def _content(dialog: Dialog, words: Words) -> tuple[str, list[Row]]:
    if dialog.kind == "lever":
        rows = lever_rows(dialog.about, words)
        return words.lever_name(dialog.about), rows
    if dialog.kind == "office-source":
        rows = office_rows(dialog.about, words)
        return words(f"offices.{dialog.about}.title"), rows
    cited = list(dict.fromkeys(each for each in dialog.about.split(",") if each))
    return words("sources_panel.dialog"), ranked(evidence_rows(cited[:MOST_SHOWN], words))
