"""What the chapters process and execute share: how a helper calls its handler."""
