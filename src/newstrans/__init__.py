"""newstrans: offline news translation with names right and a reason for every change."""

__version__ = "0.1.0"
