"""Small weakenings of a policy, each judged by its safeguards and by its scenarios."""
