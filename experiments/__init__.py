"""Many worlds: runs, summaries, validation and benchmarks."""

if __name__ != "kantokuen.experiments":
    raise ImportError("a room has one name: import kantokuen.experiments")
