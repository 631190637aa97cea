"""The meaning of a workflow: what a command does to a case."""
