"""What users call: transforms take a function and return one."""
