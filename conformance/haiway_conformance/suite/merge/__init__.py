"""Chapter merge: what `stream_concurrently` alone promises; `consumers` has what streams share."""
