"""The stages of the pipeline, one file each: options in the constructor, the work in `__call__`.

A stage takes editions and returns as many, in the same order; it raises a `NewstransError` when one of them
cannot go on, and the pipeline then tries them one by one.
"""
