"""Chapter streams: what `ctx.stream` alone promises; `consumers` has what merges share."""
