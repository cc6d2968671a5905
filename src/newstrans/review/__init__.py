"""What editors and the wire do to editions: each action one transaction and one event."""
