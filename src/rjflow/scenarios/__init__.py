"""Scenario files: what must come of a workflow, told in scenes, and acted out on the engine."""
