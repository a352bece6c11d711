"""A group's commands by name, each imported when it is first called, so that a command loads only what it needs."""

from collections.abc import Iterator, Mapping, MutableMapping
from importlib import import_module

import click


class LazyCommands(MutableMapping[str, click.Command]):
    """Command name → click command. Built from command name → module; the command has the module's name for it, `-` as `_`."""

    def __init__(self, modules: Mapping[str, str]) -> None:
        self._modules = dict(modules)
        self._imported: dict[str, click.Command] = {}

    def __getitem__(self, name: str) -> click.Command:
        if name not in self._imported:
            command = getattr(import_module(self._modules[name]), name.replace("-", "_"))
            if not isinstance(command, click.Command):
                raise TypeError(f"{self._modules[name]} has no command '{name}'")
            self._imported[name] = command
        return self._imported[name]

    def __setitem__(self, name: str, command: click.Command) -> None:
        self._modules[name] = command.callback.__module__ if command.callback else __name__
        self._imported[name] = command

    def __delitem__(self, name: str) -> None:
        del self._modules[name]
        self._imported.pop(name, None)

    def __iter__(self) -> Iterator[str]:
        return iter(self._modules)

    def __len__(self) -> int:
        return len(self._modules)
