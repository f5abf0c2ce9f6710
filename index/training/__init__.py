"""How the shipped embedding model is made: data → pieces → fit → folder, then measured.

Only ``python -m index.train`` comes here; serving (``index/embedding.py``) never does.
"""
