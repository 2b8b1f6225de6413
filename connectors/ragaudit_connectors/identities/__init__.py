"""Who knows the people and groups: files that list them, and servers that are asked."""
