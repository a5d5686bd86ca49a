"""`python -m kantokuen` is the command line, and so is `kantokuen`."""

import sys


def main() -> None:
    """Run the command line; stopped while it is still being loaded, it ends as it does later."""
    try:
        from kantokuen.cli.app import main as run  # noqa: PLC0415  (loading takes a moment)
    except KeyboardInterrupt:
        sys.exit(130)
    run()


if __name__ == "__main__":
    main()
