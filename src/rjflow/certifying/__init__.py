"""A certificate that a workflow keeps its safeguards, and a small checker of it that shares no code with the search."""
