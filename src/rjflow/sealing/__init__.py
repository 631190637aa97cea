"""What is said under a key, and what is signed."""
