"""Chapter variables: who sees which variable."""
