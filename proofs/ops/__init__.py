"""What ops count on, put to the proof with real workers, a real PostgreSQL and SIGKILL: `python -m proofs.ops`."""
