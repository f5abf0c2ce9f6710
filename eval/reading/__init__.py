"""How well notices are read: ``python -m eval.reading`` prints the table."""
