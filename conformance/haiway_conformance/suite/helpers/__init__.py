"""The clauses that process and execute share: how a helper calls its handler."""
