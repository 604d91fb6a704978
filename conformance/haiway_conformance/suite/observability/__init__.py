"""Chapter observability: logs, traces and records."""
