"""Chapter failures: where exceptions of tasks and bodies surface."""
