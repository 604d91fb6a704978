"""Chapter tasks: what spawning a task and holding its handle promise."""
