"""An actor of one's own: a Navy Ministry that lets nobody march while oil is being lost.

python examples/own_actor.py
"""

from dataclasses import replace

from kantokuen import run_worlds
from kantokuen.agents.navy import NavyMinistry
from kantokuen.agents.roster import ROSTER
from kantokuen.agents.view import Consent, View

PATIENCE = 0.25
"""The loss of oil, a share of what came in, beyond which it signs no order to cross the border."""


class ThriftyNavy(NavyMinistry):
    """The Navy Ministry as it was, with one more condition; all arrays hold a value for each world."""

    def consent(self, view: View) -> Consent:
        """Return what it signs: what the Navy Ministry would, but no attack where the oil runs short."""
        signed = super().consent(view)
        return replace(signed, cross=signed.cross & (self.mind.oil_loss <= PATIENCE))


def main(worlds: int = 4_000) -> None:
    """Seat it, and print how many of the same worlds attack in 1941 with it and without."""
    for actor in (NavyMinistry, ThriftyNavy):
        ROSTER["NAV"] = actor
        ends = run_worlds("historical", worlds, stances=False).outcomes["outcome"]
        print(f"{actor.__name__}: {(ends == 'attack_1941').sum() / worlds:.1%} attack in 1941")
    ROSTER["NAV"] = NavyMinistry


if __name__ == "__main__":
    main()
