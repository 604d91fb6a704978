"""The clauses that streams and merge share: promises to a consumer."""
