"""`python -m rjflow` is `rjflow`."""

from rjflow.cli import main

if __name__ == "__main__":
    main()
