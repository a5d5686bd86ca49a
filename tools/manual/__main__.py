"""`python -m tools.manual`: bring the manual up to date, or check that it is."""

import sys

from tools.manual.pages import main

if __name__ == "__main__":
    sys.exit(main())
