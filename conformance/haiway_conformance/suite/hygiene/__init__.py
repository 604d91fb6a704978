"""Chapter hygiene: those of its clauses that are not checked after every run of any program."""
