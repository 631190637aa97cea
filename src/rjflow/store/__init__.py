"""Cases that last: the port, and what stands behind it."""
