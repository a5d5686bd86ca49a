"""Levers on the model itself: a switch for each mechanism, and how far worlds differ."""

from typing import Final

from kantokuen.model.levers.form import Parameter


def _switch(name: str, *, symbol: str, source: str, help: str) -> Parameter:  # noqa: A002
    """Declare a switch that is on by default; all mechanisms share this form."""
    return Parameter(
        key=f"mechanism.{name}",
        kind="bool",
        unit="",
        default=True,
        symbol=symbol,
        source=source,
        confidence="judgement",
        help=help,
    )


MECHANISMS: Final = (
    _switch(
        "motivated_belief",
        symbol="M_1",
        source="[Jervis1976], [Benjamin2019]",
        help="Offices weigh good news for their own aim more than bad; off: all news alike.",
    ),
    _switch(
        "reference_dependence",
        symbol="M_2",
        source="[KahnemanTversky1979], [TverskyKahneman1992]",
        help="Losses from an office's own reference loom larger than gains; off: linear value.",
    ),
    _switch(
        "unanimity",
        symbol="M_3",
        source="[Tsebelis2002], [Ike1967]",
        help="Every veto holder must sign and texts are weakened to that end; off: a weighted vote.",
    ),
    _switch(
        "expiry",
        symbol="M_4",
        source="[DixitPindyck1994]; THE026, THE039",
        help="The chance to attack lapses before winter; off: the calendar does not press.",
    ),
    _switch(
        "shared_means",
        symbol="M_5",
        source="JPN060, JPN091, JPN126",
        help="North, south and China draw on the same divisions, ships and oil; off: no rivalry.",
    ),
    _switch(
        "outside_response",
        symbol="M_6",
        source="CHR053, CHR057",
        help="Washington and Moscow answer what Japan does; off: they do not react.",
    ),
)

WORLDS: Final = (
    Parameter(
        key="worlds.spread",
        kind="float",
        unit="multiplier",
        default=1.0,
        low=0.0,
        high=3.0,
        symbol="xi",
        source="a rule of the model, not of the past",
        confidence="judgement",
        help="Multiplies every lever's spread; 0 leaves worlds apart only by events.",
    ),
)

MODEL: Final = MECHANISMS + WORLDS
