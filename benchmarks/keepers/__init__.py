"""The workload of `peers`, with every event committed before the next: one adapter for each way to keep cases in a database."""
