"""Where text came from, and how a problem in it is told."""
