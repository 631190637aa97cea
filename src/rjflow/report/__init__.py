"""What is shown to people and programs: texts, JSON, SARIF, annotations, drawings."""
