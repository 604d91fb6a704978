"""Chapter variables: which code sees the variables that a task sets with `ctx.variable`."""
