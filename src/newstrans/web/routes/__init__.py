"""What the desk serves, one file per part: each has `ROUTES`."""
