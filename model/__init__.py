"""What is so: the world of 1941, its rules, its evidence and its calendar."""
