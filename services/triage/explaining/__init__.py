"""Rules in words: for the people who decide whether a rule shall run, and who write one. Pure."""
