"""As in haiway: `callbacks.helpers.concurrent`."""
