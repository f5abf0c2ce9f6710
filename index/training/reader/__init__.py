"""Trains the reader (``index.cross_encoder``): a small transformer from nothing, in three steps.

``texts`` and ``lists`` prepare what it learns from, ``network`` is the model, ``masked`` its first
training (words left out of running text), ``listwise`` its second (which of several texts answers),
``ship`` makes of it what is served. The command is ``python -m index.train_reader``.
"""
