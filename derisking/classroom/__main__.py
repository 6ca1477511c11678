"""`python -m derisking.classroom`: the same as the command `derisking`."""

from derisking.classroom.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
