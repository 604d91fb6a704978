"""Chapter scopes: what entering, leaving and nesting scopes promise, resources included."""
