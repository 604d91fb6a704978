"""Chapter execute: what `execute_concurrently` alone promises; `helpers` has the rest."""
