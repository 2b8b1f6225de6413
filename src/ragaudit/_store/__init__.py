"""Runs on record: `.ragaudit/state.db`, or any database SQLAlchemy can reach."""
