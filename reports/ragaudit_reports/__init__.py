"""Report formats that ship with ragaudit, one module a format."""
