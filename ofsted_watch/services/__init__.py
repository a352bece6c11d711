"""Use cases: gather, decide, store, deliver, backfill, reread, review, sign up. No Prefect, no SQL, no HTTP."""
