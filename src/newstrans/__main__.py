"""`python -m newstrans`"""

from newstrans.cli import main

if __name__ == "__main__":
    main()
