"""Calls to services behind the named pipes of a server: who is who, who is in which group."""
