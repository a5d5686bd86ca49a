"""The offices at the table in words, for the legend under a run."""

OFFICES = {
    "OPS": "Army staff, operations",
    "AGS": "Army staff, chief",
    "INT": "Army staff, intelligence",
    "KAH": "Kwantung Army, headquarters",
    "KAS": "Kwantung Army, staff",
    "KOR": "Korea Army",
    "CEA": "China Expeditionary Army",
    "WAR": "War Minister",
    "MAB": "Military Affairs Bureau",
    "NGS": "Navy General Staff",
    "NAV": "Navy Ministry",
    "FOR": "Foreign Minister",
    "PM": "Prime Minister",
    "KID": "Privy Seal",
    "EMP": "Emperor",
    "HAR": "Privy Council",
    "CPB": "Planning Board",
}
"""Office by ID, in the order in which records list them."""
