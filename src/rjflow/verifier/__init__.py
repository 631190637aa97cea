"""The proof: what a workflow can come to, and whether its safeguards are kept."""
