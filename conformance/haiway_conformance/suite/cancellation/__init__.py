"""Chapter cancellation: what a request to cancel reaches, and how it is delivered."""
