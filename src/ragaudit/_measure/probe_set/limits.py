"""How large a probe set may be; what is larger is refused with its line."""

MAX_BYTES = 20_000_000
"""Of a file that is read as a whole."""
MAX_NODES = 500_000
"""Keys and values of a YAML file: some 20,000 probes. Larger sets are read from JSON lines."""
MAX_LINES = 5_000_000
MAX_LINE = 2_000_000
"""Characters of one line of a file that is read line by line."""
MAX_PROBES = 100_000
MAX_QUERY = 50_000
"""Characters; very long queries are probes too."""
MAX_VARIANTS = 100
MAX_GOLD = 10_000
"""Documents of one probe."""
MAX_SPAN = 5_000
MAX_NAME = 300
"""Characters of an id, a person or a group."""
MAX_DOCUMENT = 4_096
"""Characters of a document's name; paths and addresses get no longer."""
MAX_PRINCIPALS = 1_000
MAX_K = 10_000
MAX_CUTS = 20
ENOUGH = 20
"""Probes with gold a source needs for an interval: below that a bootstrap says nothing."""
