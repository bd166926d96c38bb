"""Counts that teach: the fold of incident reports into day panes, and the rolling counts read from them."""
