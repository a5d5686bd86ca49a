"""What one sees: a page on which every lever can be moved and every number can be asked for its reasons.

It holds no rule, no default and no random draw: numbers come from records, bounds and help from the
parameters' own metadata, words from one file.
"""

if __name__ != "kantokuen.dashboard":
    raise ImportError("a room has one name: import kantokuen.dashboard")
