"""The desk in a browser: routes read input, call one function of review or store, and show plain values.

A page is a function that takes a `Call` and returns a `Page` (a template and plain values) or a `Done` (where to go
after something was changed). `call.routes` makes two routes of it: the page itself, and below `/api` the same values as
JSON. Words are English in code and template, `_("Queue")` or `_("%(n)s stories", n=3)`, and come from the interface's
catalogues.
"""
