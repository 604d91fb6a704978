"""Chapter state: which state a lookup finds, and where."""
