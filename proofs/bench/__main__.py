"""All benchmarks, one after the other: `make bench`. Each writes its section of docs/performance.md."""

from proofs.bench import pages, prefect_night, quiet_night, reading

if __name__ == "__main__":
    quiet_night.main()
    prefect_night.main()
    pages.main()
    reading.measure()
