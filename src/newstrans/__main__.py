"""`python -m newstrans`"""

import sys

from newstrans.cli import main

if __name__ == "__main__":
    sys.exit(main())
