"""Programs that prove the promises and write what they measure to docs/."""
