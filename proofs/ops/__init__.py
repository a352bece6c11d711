"""What ops count on, put to the proof: a shared backfill whose worker is killed, and the upgrade of 0.1 with real letters."""
