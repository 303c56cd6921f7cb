"""Rows: SQL and nothing but SQL; functions take a transaction and return domain objects."""
