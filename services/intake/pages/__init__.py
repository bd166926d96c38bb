"""The door for people: forms for staff, for families and for children, without script, one thing a page."""
