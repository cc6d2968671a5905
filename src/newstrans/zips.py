"""What is common to all zip archives that strangers packed."""

from __future__ import annotations

import zipfile
import zlib

# What `zipfile` raises for an archive, or a file in one, that is damaged or that it cannot read: it has no error of its own for a
# compression that it does not know (NotImplementedError), a password (RuntimeError), or bytes that do not decompress (zlib.error).
BROKEN_ZIP = (zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError)
