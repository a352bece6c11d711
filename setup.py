"""Refuse to build a wheel (docs/decisions/0018-no-wheel.md). Everything else is in pyproject.toml."""

from setuptools import setup
from setuptools.command.bdist_wheel import bdist_wheel

REFUSAL = "Ofsted Watch runs from its own folder and is not built as a wheel: clone the project and run `make install` there."


class RefuseWheel(bdist_wheel):
    """`pip wheel` and `pip install` without --editable end here; an editable install only asks for the wheel's tags."""

    def run(self) -> None:
        """Raises SystemExit with the sentence that says how to install."""
        raise SystemExit(REFUSAL)


setup(cmdclass={"bdist_wheel": RefuseWheel})
