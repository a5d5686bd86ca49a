"""Who decides: the offices at the table and the powers outside."""

if __name__ != "kantokuen.agents":
    raise ImportError("a room has one name: import kantokuen.agents")
