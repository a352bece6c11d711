"""Fuzzing: whatever the bytes, a promise of ours holds. `python -m tests.fuzz [minutes]` searches, the tests replay."""
