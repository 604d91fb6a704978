"""Chapter guide: one worked program per section of the guide."""
