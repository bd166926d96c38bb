"""Incident reports from tables: CSV and Excel, by a mapping file."""
