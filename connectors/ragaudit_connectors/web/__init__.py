"""Asking other servers, where the user allowed it."""
