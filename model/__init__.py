"""What is so: the world of 1941, its rules, its evidence and its calendar."""

if __name__ != "kantokuen.model":
    raise ImportError("a room has one name: import kantokuen.model")
