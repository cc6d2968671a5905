"""What is kept of a secret that lets somebody in: a session's cookie, a program's token."""

from __future__ import annotations

import hashlib


def secret_hash(secret: str) -> str:
    """SHA-256 of a secret, in hex. Secrets are random and long: no salt is needed, nor a slow hash."""
    return hashlib.sha256(secret.encode()).hexdigest()
