"""Documents that contradict each other, and how ragaudit tells without a model.

`_statements` cuts a document into sentences, cells and items; `_claims` reads what each of them
claims (values, rules, names) and under which conditions; `_candidates` finds the claims that may be
about the same thing; `_relation` says whether two claims exclude each other; `_guards` are the
reasons to stay silent; `_score` weighs what is left; `_clusters` turns pairs into findings.
"""
