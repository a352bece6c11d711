"""The command line: `python -m ofsted_watch` is `ofsted-watch`."""

from ofsted_watch.cli import main

if __name__ == "__main__":
    main()
