"""The desk in the browser: pages, and the server that gives them out."""
