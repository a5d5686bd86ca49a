"""The manual's writer; see `tools.manual.pages`."""
