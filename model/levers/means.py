"""Parameters on the means that north, south and China share: oil, ships, ammunition."""
# fmt: off

from typing import Final

from kantokuen.model.levers.form import judgement, number

MEANS: Final = (
    number("means.oil_stock", 9.0, 1.0, 20.0, "million kilolitres", "Q_0",
           "Oil stock in April 1941.", "OIL001 to OIL007: 7.4 to 9.7", "medium"),
    judgement("means.oil_use", 4.4, 2.0, 8.0, "million kilolitres a year",
              "Oil used in a year of the war in China.",
              "between the order of home use (OIL060) and the first year of a great war (OIL073)"),
    judgement("means.oil_use_in_war", 0.2, 0.0, 1.5, "share",
              "How much each great war beside China adds to the use of oil.",
              "brings the year near what was reckoned for the first of a great war (OIL073)"),
    judgement("means.ammunition_in_war", 20.0, 0.0, 100.0, "kaisenbun a year",
              "Ammunition that a great war beside China takes in a year.",
              "about what was made in a year (JPN120)"),
    judgement("means.civil_ships", 3.0, 0.0, 6.0, "million gross tons",
              "Shipping that the home islands cannot spare.",
              "what food, coal and ore could not do without", "B_c"),
    judgement("means.southern_ships", 1.9, 0.0, 6.0, "million gross tons",
              "Shipping that a southern war takes from what is left.",
              "more than half of what the home islands can spare", "B_s"),
)
