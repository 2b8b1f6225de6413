"""How the tables came to be what they are; each version is tested from a dump of its release."""
