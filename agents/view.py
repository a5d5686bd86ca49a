"""What an office may see, what it may be asked, and what it answers.

A faction knows nothing but the `View` it is handed.  Calendar and parameter values come
inside it, so hindsight is kept out by construction and can be tested by varying the view.
All arrays have the shape ``(worlds,)``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from kantokuen.agents.rules import Array, Mask, Number, Rules

__all__ = ["Array", "Consent", "Estimate", "Mask", "Number", "Paper", "Reports", "Rules", "View"]


@dataclass(frozen=True, slots=True)
class Reports:
    """What an office is told during one step of the world.

    Attributes:
        days: length of the step.
        at_war: 1 while Germany and the Soviet Union are at war, else 0.
        foreseen: nearness of a German victory that each school of June expected for today, 0..1.
        soviet_divisions: estimate of Soviet divisions in the Far East, shape ``(worlds,)``.
        soviet_men: estimate of Soviet men there.
        german_war: nearness of a German victory as the front shows it, 0..1.
        proclaimed: nearness of victory that all the world knows of, as when Moscow or the regime
            has fallen; None while there is nothing of the kind in any world.
        rules: parameter values.
    """

    days: float
    at_war: float
    foreseen: tuple[Number, ...]
    soviet_divisions: Array
    soviet_men: Array
    german_war: Array
    proclaimed: Array | None
    rules: Rules


@dataclass(frozen=True, slots=True)
class Estimate:
    """The estimate that the General Staff circulates, on the figures as tabled.

    Attributes:
        need: Japanese divisions wanted for an attack today.
        start: day on which an attack ordered at this sitting could begin.
        p_win: chance of finishing the first phase before winter with the force at hand.
        hope: chance that the fruit ripens in time.
    """

    need: Array
    start: Array
    p_win: Array
    hope: Array


@dataclass(frozen=True, slots=True)
class Paper:
    """What is laid before the conference: drafts, the estimate, and what is said beside the papers.

    Attributes:
        estimate: that of the General Staff.
        asked: divisions that Operations asks for.
        counter: divisions that Military Affairs counter-drafts as a ceiling.
        pressure: how hard Operations presses the War Minister against that, -1..1.
        advice: what the throne is told by those who have its ear, -1..1.
        turn_days: days that a northern paper takes at the table.
        order: an order to attack is drafted by Operations and vouched for by the field headquarters.
        reopening: Operations drafts a text that takes up again what was given up.
    """

    estimate: Estimate
    asked: Array
    counter: Array
    pressure: Array
    advice: Array
    turn_days: Array
    order: Mask
    reopening: Mask


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """What one office may see at one sitting.

    Attributes:
        day: day of the sitting, counted from 1 April 1941.
        next_sitting: day of the next one, a jun later.
        at_war: 1 while Germany and the Soviet Union are at war, else 0.
        days_of_war: days since that war began, 0 before.
        season_opens, season_closes: the campaigning season that is open or comes next.
        foreseen: nearness of a German victory that each school of June expected, for today, for the last
            day on which the shortest plan can begin in that season of an average year, and a year later.
        openings: first day of that season, and of the one after it.
        reachable: the largest force that divisions, ships and ammunition allow in the north.
        free: divisions among them that no other theatre claims.
        divisions_sanctioned: divisions sanctioned in Manchuria and Korea.
        force: those of them that are fit for an offensive.
        in_hand: the fit ones of those sanctioned, or of the free ones where these are more.
        to_come: divisions within reach beyond those in hand.
        build_up: those sanctioned beyond those that stood there before, in tens.
        beyond_free: those sanctioned beyond the free ones.
        northern_policy: how far sanctioned policy speaks for the north: ``weighing.order_north``
            each for a text that prepares and one that mobilises, ``weighing.order_given_up`` less
            once the attack is given up.
        ready_day: day on which that force stands ready (or would, if sanctioned today).
        northern_step: 0 nothing, 1 prepare, 2 mobilise, 3 cross the border.
        southern_step: 0 nothing, 1 Indochina, 2 prepare war, 3 war decided.
        has_given_up: the attack in the present season is given up.
        is_southern_war: the southern war has begun.
        is_china_free: the war in China is over.
        materiel_gone: estimated share of Soviet tanks and aircraft gone west.
        berlin_claim: nearness of victory as Germany tells it; an office that does not read what
            Berlin says gives it no credit.
        berlin_voice: how loudly the Foreign Minister passes it on, 0..1.
        oil_loss: share of oil imports lost, as the Planning Board figures it, 0..1.
        rules: parameter values.
        paper: what is laid before the conference, None while it is being drafted.
    """

    day: float
    next_sitting: float
    at_war: float
    days_of_war: float
    season_opens: float
    season_closes: Number
    foreseen: tuple[tuple[Number, ...], ...]
    openings: tuple[float, float]
    reachable: Array
    free: Array
    divisions_sanctioned: Array
    force: Array
    in_hand: Array
    to_come: Array
    build_up: Array
    beyond_free: Array
    northern_policy: Array
    ready_day: Array
    northern_step: Array
    southern_step: Array
    has_given_up: Mask
    is_southern_war: Mask
    is_china_free: bool
    materiel_gone: Array
    berlin_claim: Array
    berlin_voice: Number
    oil_loss: Array
    rules: Rules
    paper: Paper | None = None

    @property
    def laid(self) -> Paper:
        """What is laid before the conference.

        Raises:
            ValueError: the papers are still being drafted.
        """
        if self.paper is None:
            raise ValueError("no paper is laid before the conference yet")
        return self.paper

    def with_paper(self, paper: Paper) -> View:
        """Return the same view with papers on the table."""
        return replace(self, paper=paper)


@dataclass(frozen=True, slots=True)
class Consent:
    """What a holder of a veto would sign at this sitting.

    A text is weakened step by step until all sign; so it is enough to know the strongest
    text that each would sign.

    Attributes:
        prepare: signs a text that prepares in both directions.
        divisions: the largest force it would sign for; 0 where it signs for none.
        cross: signs the order to cross the border.
        indochina: signs the move into southern Indochina.
        southern_preparation: signs preparations for a southern war.
        southern_war: signs the southern war.
    """

    prepare: Mask
    divisions: Array
    cross: Mask
    indochina: Mask
    southern_preparation: Mask
    southern_war: Mask
