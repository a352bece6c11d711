"""Programs that measure; `make bench` runs them and writes docs/performance.md."""
