"""Programs that are run through every transform; tests/test_programs.py says how."""
