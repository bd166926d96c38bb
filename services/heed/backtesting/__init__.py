"""`heed backtest`: rules over recorded events, from files or the log. Nothing is published."""
