"""The pictures that no library of charts has: the persimmon, the table, the theatre.

Each is a pure function from a record, words and a palette to SVG, with a text twin beside it.
"""
