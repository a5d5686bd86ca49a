"""Analyses of many worlds, each a frame and a figure."""
