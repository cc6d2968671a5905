"""Models as packages: where they come from, how they are checked, kept, carried to other machines and removed."""
