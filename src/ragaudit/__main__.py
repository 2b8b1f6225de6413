"""`python -m ragaudit`."""

from ragaudit.cli import main

if __name__ == "__main__":
    main()
