"""`python -m kantokuen.experiments.manual`: bring the manual up to date, or check that it is."""

import sys

from kantokuen.experiments.manual import main

if __name__ == "__main__":
    sys.exit(main())
