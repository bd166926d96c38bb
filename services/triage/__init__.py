"""Triage: harm that recorded events say is being overlooked, as rules over each child's history."""
