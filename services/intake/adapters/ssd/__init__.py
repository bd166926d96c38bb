"""The Standard Safeguarding Dataset's tables, as CSV, read into case events row by row, names left where they are.

Source of tables, columns and code sets: Data to Insight, *Standard Safeguarding Dataset*, model 1.4 (January 2026).
"""

from services.intake.adapters.ssd.columns import TABLES, TYPES, view
from services.intake.adapters.ssd.reading import Extract, ExtractError
from services.intake.adapters.ssd.rows import Made, Outcome, Refused, Silent

__all__ = ["TABLES", "TYPES", "Extract", "ExtractError", "Made", "Outcome", "Refused", "Silent", "view"]
