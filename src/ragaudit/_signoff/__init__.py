"""Decides whether a knowledge base may be signed off, writes that down, says if it still holds.

`evidence` is what a run shows, `deciding` turns it into refusals, `records` are the files that a
statement covers, `statement` and `envelope` are in-toto and DSSE, `drift` compares records, and
`verifying` puts the last three together.
"""
