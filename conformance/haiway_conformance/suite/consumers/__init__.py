"""What the chapters streams and merge share: what a consumer may rely on."""
