"""Reproduce what the manual and the README show; see `tools.reproduce.command`."""
