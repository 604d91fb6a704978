"""`python -m haiway_conformance`: the same as the command `haiway-conformance`."""

from haiway_conformance.cli import main

if __name__ == "__main__":
    main()
