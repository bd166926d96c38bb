"""The shapes that a rule can have. Each turns a history into spans, and knows nothing of the time."""
