"""Chapter process: what `process_concurrently` alone promises; `helpers` has the rest."""
