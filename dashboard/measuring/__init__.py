"""Measuring the page as a visitor meets it: in a browser, from a server of its own.

Playwright drives the browser. It is an optional dependency, and the browser is the system's.
"""
