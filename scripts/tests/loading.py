"""Loads a script that has no .py ending as a module."""

from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from types import ModuleType
import sys


def load(name: str) -> ModuleType:
    sys.dont_write_bytecode = True
    path = Path(__file__).resolve().parent.parent / name
    loader = SourceFileLoader(name.replace("-", "_"), str(path))
    module = module_from_spec(spec_from_loader(loader.name, loader))
    loader.exec_module(module)
    return module
