"""One workload, and one adapter for each library that runs it."""
