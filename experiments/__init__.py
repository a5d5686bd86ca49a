"""Many worlds: runs, summaries, validation and benchmarks."""
