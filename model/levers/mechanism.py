"""Parameters on the model itself: a switch for each mechanism, and how far worlds differ."""
# fmt: off

from typing import Final

from kantokuen.model.levers.form import choice, number

MECHANISM: Final = (
    choice("mechanism.motivated_belief", True, "M_1",
           "Offices weigh good news for their own aim more than bad; off: all news alike.",
           "[Jervis1976], [Benjamin2019]", "judgement"),
    choice("mechanism.reference_dependence", True, "M_2",
           "Losses from an office's own reference loom larger than gains; off: linear value.",
           "[KahnemanTversky1979], [TverskyKahneman1992]", "judgement"),
    choice("mechanism.unanimity", True, "M_3",
           "Every veto holder must sign and texts are weakened to that end; off: a weighted vote.",
           "[Tsebelis2002], [Ike1967]", "judgement"),
    choice("mechanism.expiry", True, "M_4",
           "The chance to attack lapses before winter; off: the calendar does not press.",
           "[DixitPindyck1994]; THE026, THE039", "judgement"),
    choice("mechanism.shared_means", True, "M_5",
           "North, south and China draw on the same divisions, ships and oil; off: no rivalry.",
           "JPN060, JPN091, JPN126", "judgement"),
    choice("mechanism.outside_response", True, "M_6",
           "Washington and Moscow answer what Japan does; off: they do not react.",
           "CHR053, CHR057", "judgement"),
    number("worlds.spread", 1.0, 0.0, 3.0, "multiplier", "xi",
           "Multiplies every uncertainty's spread; 0 leaves worlds apart only by events.",
           "a rule of the model, not of the past", "judgement"),
)
