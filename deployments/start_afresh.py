"""The deployments of a server whose only worker is not started yet: `python -m deployments.start_afresh`, for `ofsted-watch up`.

No run can be under way: all that were are ended, and what was due while nothing ran is ordered again.
"""

from deployments.deploy import deploy
from deployments.orphans import everything_has_ended
from ofsted_watch.settings import read_settings

if __name__ == "__main__":
    settings = read_settings()
    done = deploy(settings.pace.slowest, settings.poll_schedule, everything_has_ended)
    print(f"{len(done.deployments)} deployments")
    print(f"ended: {', '.join(done.ended) or 'none'}")
    print(f"made up: {', '.join(done.made_up) or 'none'}")
