"""Parameters on China, the past with the Soviet Union, the season and the way south."""
# fmt: off

from typing import Final

from kantokuen.model.levers.form import Spread, choice, day, judgement, number

SETTING: Final = (
    number("china.tied_divisions", 22, 0, 45, "divisions", "D_C",
           "Japanese divisions that the war in China holds fast.", "JPN060", "medium"),
    day("china.war_over", "never", "t_C",
        "The day on which the war in China is settled and its divisions come free.",
        "JPN073; the war did not end: a date is a counterfactual", "medium", "never"),
    judgement("china.garrison", 1.0 / 3.0, 0.0, 1.0, "share",
              "Share of the divisions tied down in China that stay when the war there is over.",
              "a settlement would have left garrisons in the north of China and at the ports"),
    choice("pact.neutrality", True, "n_P",
           "Whether the Neutrality Pact with the Soviet Union was signed in April 1941.", "CHR016", "high"),
    choice("nomonhan.lost", True, "n_N",
           "Whether the fighting at Nomonhan in 1939 ended as a Japanese defeat.",
           "CHR007 [Coox1985]", "medium"),
    number("season.winter_shift", 0.0, -45.0, 90.0, "days", "w",
           "How much later (or, below zero, earlier) winter ends operations in Siberia.",
           "mid-October limit THE026; ice dates THE035-THE037; spread: judgement", "medium",
           spread=Spread("normal", 7.0)),
    day("south.indochina", "weigh", "t_I",
        "The day southern Indochina is entered; 'weigh' leaves it to the offices.",
        "CHR025, CHR060; 'weigh' is a rule: the offices decide", "medium", "weigh", "never"),
    number("south.landing_days", 26.0, 10.0, 90.0, "days", "delta_K",
           "Days from the decision on southern Indochina to the landing.",
           "CHR034, CHR060; spread: judgement, as it hung on Vichy (CHR045, CHR050)", "medium",
           spread=Spread("normal", 3.0)),
    number("south.conference_turns", 3, 1, 10, "turns", "c_S",
           "Turns that a paper on war takes to an imperial conference.",
           "CHR077, CHR079: mid-August to 6 September", "medium"),
    number("south.deciding_days", 40.0, 10.0, 150.0, "days", "delta_D",
           "Days from the decision to prepare a southern war to the earliest choice of it.",
           "CHR079, CHR086: to early or mid-October; spread: judgement", "medium",
           spread=Spread("normal", 7.0)),
    number("south.ready_days", 85.0, 30.0, 250.0, "days", "delta_S",
           "Days from the decision to prepare a southern war to readiness.",
           "CHR079: by late October, and in the event by the end of November; spread: judgement", "medium",
           spread=Spread("normal", 10.0)),
    judgement("south.notice_days", 20.0, 5.0, 60.0, "days",
              "Least time from the choice of a southern war to its first shot.",
              "fleets had to sail"),
)
