"""Chapter observability: which scope logs name, which trace a scope belongs to, and records."""
