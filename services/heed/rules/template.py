"""The text of a new rule's file: what can be left open is, and `heed rules check` names it."""

from datetime import date
from string import Template
from typing import Final

KINDS: Final = {
    "absence": "after an event, something that should have followed is not recorded by a deadline",
    "each": "an event is a finding by itself",
    "count": "so many events within so many days",
    "sequence": "one event, and then another that should not have followed it",
    "siblings": "after harm to one child of a family, nothing is recorded about another by a deadline",
}
"""The kinds of pattern, in words."""

HEAD = Template("""\
# A rule. How to write one: docs/rules.md. What is still open here: heed rules check $folder
# Event types, fields and codes are those of schemas/; a wrong one is refused together with those that there are.

id = "$id"
number = $number
# What an officer reads first: what was recorded, and what was not. Events and clocks, never people.
title = ""
# Two or three sentences for the officer. "Not recorded here", never "not done".
words = \"\"\"\"\"\"
# "subject": a child's own record. "family": the records of all children of a family as one history.
grouping = "$grouping"
# Each rule begins in shadow: recorded, and pages nobody. The configuration's [rules] makes it active, by agreement.
mode = "shadow"
owner = "officer"
# Why the rule exists: guidance, law or review, with paragraph and year; say which of its numbers are local.
source = ""
review_by = $review_by
# One more with each change of what it finds.
version = 1

""")

SELECT = """\
# Conditions on an event's fields, all to be met:
#   any_of = { level = ["high", "critical"] }   holds one of these        none_of = { … }   holds none of these
#   only = { outcomes = ["nfa"] }               nothing but these         known = ["priority"]   is recorded
"""
SEVERITY = """\
# S1 (now) to S4 (digest). Several may have conditions; the last has none: { severity = "S1", any_of = { … } }
"""
ENDS = """\
# Each rule must end. until: the events that answer it; lasts_days: at the latest so many days after it began.
"""

PATTERNS: Final = {
    "absence": f"""\
[pattern]
kind = "absence"
# After each of these …
{SELECT}after = [{{ type = "" }}]
# … none of these is recorded by the deadlines. It ends as soon as one is.
of = [{{ type = "" }}]
# Deadlines are clocks of the configuration ([[clocks.…]] in heed.toml), at their warning ("warn") or their limit.
{SEVERITY}steps = [{{ clock = "", at = "limit", severity = [{{ severity = "" }}] }}]
# It may end earlier: until = [{{ type = "…" }}], lasts_days = 90
""",
    "each": f"""\
[pattern]
kind = "each"
{SELECT}of = [{{ type = "" }}]
{SEVERITY}severity = [{{ severity = "" }}]
{ENDS}until = [{{ type = "" }}]
lasts_days = 90
""",
    "count": f"""\
[pattern]
kind = "count"
{SELECT}of = [{{ type = "" }}]
# different = "source": only one of each kind counts. broken_by = [{{ type = "…" }}]: only those in a row count.
thresholds = [{{ at_least = 3, within_days = 90 }}]
{SEVERITY}severity = [{{ severity = "" }}]
# It ends when the days no longer hold so many; or earlier: until = [{{ type = "…" }}]
""",
    "sequence": f"""\
[pattern]
kind = "sequence"
# One of these …
{SELECT}first = [{{ type = "" }}]
# … and then one of these, in less than so many days. broken_by = [{{ type = "…" }}]: with none of these between them.
# parted_by = [{{ type = "…" }}]: with one of these between them.
then = [{{ type = "" }}]
within_days = 90
{SEVERITY}severity = [{{ severity = "" }}]
{ENDS}until = [{{ type = "" }}]
lasts_days = 90
""",
    "siblings": f"""\
[pattern]
kind = "siblings"
# After each of these about one child of a family …
{SELECT}after = [{{ type = "" }}]
# … none of these is recorded about a brother or sister known before, by the deadlines.
of = [{{ type = "" }}]
{SEVERITY}steps = [{{ clock = "", at = "limit", severity = [{{ severity = "" }}] }}]
lasts_days = 90
""",
}

EXAMPLES = """
# Histories, and what the rule says of each at `now` (England): at least two that fire and two that don't, one of them a
# minute from the limit. `at` is a date, or a date and time; fields that you leave out are those of a plain event. In a
# rule by family `child = 2` is another child. Run them: heed rules test

[[examples]]
name = "at the limit"
fires = ""
now = ""
events = [{ at = "", type = "" }]

[[examples]]
name = "long after it"
fires = ""
now = ""
events = [{ at = "", type = "" }]

[[examples]]
name = "one minute before the limit"
fires = false
now = ""
events = [{ at = "", type = "" }]

[[examples]]
name = "answered in time"
fires = false
now = ""
events = [{ at = "", type = "" }, { at = "", type = "" }]
"""


def template(id: str, kind: str, number: int, today: date, folder: str) -> str:
    """The file's text, to be reviewed a year from now."""
    grouping = "family" if kind == "siblings" else "subject"
    review_by = date(today.year + 1, today.month, 1)
    head = HEAD.substitute(id=id, number=number, grouping=grouping, review_by=review_by, folder=folder)
    return f"{head}{PATTERNS[kind]}{EXAMPLES}"
