"""All benchmarks, one after the other: `make bench`. Each writes its section of docs/performance.md."""

from proofs.bench import delivery, pages, prefect_night, quiet_night, reading, standing_costs

if __name__ == "__main__":
    quiet_night.main()
    prefect_night.main()
    delivery.main()
    standing_costs.main()
    pages.main()
    reading.measure()
