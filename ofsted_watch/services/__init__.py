"""What each stage does with the world: one short function per step of a letter's path. Knows core and adapters, no Prefect."""
