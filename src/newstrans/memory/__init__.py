"""The translation memory's rules: what a pair is, when two texts are alike, which match comes first. Pure functions."""
