"""Ranking: which of the clauses that words and meaning brought up answers best."""
