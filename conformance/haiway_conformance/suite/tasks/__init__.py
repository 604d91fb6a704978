"""Chapter tasks: spawning a task, what the task runs, and what its handle can do."""
