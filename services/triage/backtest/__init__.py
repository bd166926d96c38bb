"""What rules would have found in what was recorded: pure, over histories as they stand. Nothing is published.

A history as it stands holds each event once, in its newest revision, under the child to whom its corrections say it
belongs. So a record that came late counts from when the event happened, and a finding that a late record took back
isn't there.
"""
