"""Why a pattern or a counterfactual misses its range, as far as we can tell; shown only where it does."""

from __future__ import annotations

from typing import Final

NO_REASON: Final = "Not explained yet."
"""What is said of a miss that nobody has looked into."""

_REFUSED: Final = (
    "A refused paper comes back when the fruit looks ripe. In the model it then finds Soviet strength "
    "so reduced that less getting ready is needed, and in some worlds there is still time before "
    "winter; the judged range leaves a little less room for that."
)

REASONS: Final = {
    "PAT01": (
        "The text needs every holder of a veto. Where it is missed, an office drawn far from its "
        "usual temper refuses to prepare in one direction, and the paper comes back later."
    ),
    "PAT01 strict": (
        "The text of early July allows for both directions almost everywhere, but Indochina is a "
        "decision of its own. The Navy tables it in time; where it waits, it is the Army's General "
        "Staff that does not sign while its eyes are on the north, and it comes round as its hopes "
        "sink in the course of July. In the record the staff held on to Indochina from the first. "
        "That readiness to want both at once is too weak in the model's Sugiyama."
    ),
    "PAT06A": (
        "Two things blunt the fall. First, the staff's clock bites before the oil does: in the model "
        "the days left for an attack are nearly gone by the end of July, so the army begins to turn "
        "south a sitting or two before the embargo comes, and part of the fall is counted as drift. "
        "Second, a stance in the model is what an office would like, and it changes no more in the "
        "sitting that gives up the attack than in the one before or after; the positions of "
        "historians record what offices stood for in the room, and that changed at once when the "
        "staff yielded on 9 August."
    ),
    "PAT06B": (
        "The other side of the row above: what the clock takes away before the embargo counts as "
        "drift. Where north and south do not compete for means the drift is small, which points to "
        "the cost of holding a force ready while the days run out."
    ),
    "PAT06C": (
        "It follows from the two rows above: a fall that is somewhat too shallow is divided by a "
        "drift that is too steep. The fall is still the steeper of the two, which is the order of "
        "events that the pattern asks for, but not by the factor that the record suggests."
    ),
    "CTF02A": (
        "The divisions are gone by 5 August, but the count of them is ten days old and is believed by "
        "degrees, so that by the last day for an order the General Staff still reckons with more than "
        "half; and in the model the staff wants its two to one against all that it believes to be "
        "there. The judged range supposes that a trigger once met is soon seen to be met."
    ),
    "CTF02B": (
        "As for the row above. The embargo comes when most of the weeks of getting ready are spent, "
        "so that it takes little from the chance of 1941."
    ),
    "CTF03": (
        "Two things. By the end of August the staff's own clock has run out, as the conflict on news "
        "that comes after the last day shows; easing the clock adds most of all that we tried. And "
        "the fall of the city alone weighs less with the offices than the judgement supposes, even "
        "when it comes in July: it brings German victory nearer in their eyes, but the Soviet "
        "divisions in the Far East are still there."
    ),
    "CTF04A": (
        "The embargo mostly comes when the northern clock has nearly run out, so that its absence can "
        "add little to the chance in 1941. The effect is small, as expected; the range is missed "
        "because it begins above the baseline from which this small step is taken."
    ),
    "CTF04B": (
        "The oil shock is what sends worlds south. Without it the means of 1942 stay free and the "
        "second window opens about as wide as the range allows; which side of the upper end it falls "
        "on is a matter of little."
    ),
    "CTF05A": _REFUSED,
    "CTF05B": (
        "What is refused is in most worlds a build-up of two divisions, and Moscow answers so little "
        "to two divisions that the General Staff believes in hardly fewer opponents. Ripeness rests "
        "more on the German war than on that count, and the difference drowns."
    ),
    "CTF06": _REFUSED,
}
"""By row of the evidence: a short reasoned explanation."""
