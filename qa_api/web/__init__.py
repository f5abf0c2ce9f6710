"""The web side: the HTTP API under ``/v1``, the pages, and what guards both."""
