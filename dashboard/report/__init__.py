"""The report: one file to hand out, with a world told and five levers that answer without a server."""
