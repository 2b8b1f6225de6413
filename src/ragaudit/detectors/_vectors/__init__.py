"""Static word vectors: meaning of short texts without a model at run time.

Distilled from all-MiniLM-L6-v2 (Apache-2.0) by `distil.py`; 29,525 word pieces of 256 dimensions,
eight bits each. A text's vector is the mean of its pieces'.
"""

from ragaudit.detectors._vectors.static import DIMENSIONS, encode, rarity

__all__ = ["DIMENSIONS", "encode", "rarity"]
