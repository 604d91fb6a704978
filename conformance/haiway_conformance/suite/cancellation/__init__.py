"""Chapter cancellation: who is cancelled, when, and what becomes of the request."""
