"""What a training of the reader is made of; written into its card."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    """``steps`` of pretraining, each of ``rows`` × ``row`` tokens; passes over lists of made and
    given questions, then over candidates of answers, of which ``runs`` trainings are averaged.
    ``held_out`` is the share of the lists that is only measured on.

    ``refined_…`` is of the third training: one pass over lists of ``refined_texts`` texts of
    ``refined_tokens`` tokens at most; ``refined_left_out`` is the share of the lists from which
    what answers is left out, ``refined_candidates`` to ``refined_lay`` the shares of the lists of
    each source that it takes (of others all), ``refined_reading`` the number of reading
    questions."""

    width: int = 384
    layers: int = 6
    heads: int = 6
    row: int = 256
    rows: int = 256
    steps: int = 13_300
    pretraining_rate: float = 7e-4
    masked: float = 0.2
    dropout: float = 0.1
    passes: int = 2
    rate: float = 2e-4
    batch: int = 60_000
    candidate_passes: int = 4
    candidate_rate: float = 1.4e-4
    candidate_batch: int = 24_000
    runs: int = 4
    refined_rate: float = 5e-5
    refined_batch: int = 6_500
    refined_texts: int = 5
    refined_tokens: int = 144
    refined_left_out: float = 0.12
    refined_candidates: float = 0.45
    refined_absent: float = 0.44
    refined_renamed: float = 0.25
    refined_answered: float = 0.74
    refined_lay: float = 0.75
    refined_reading: int = 900
    held_out: float = 0.04
    seed: int = 7
