"""The contenders: each a program of its own, `python -m bench.contenders.NAME …`, told its work by `bench.work.Job`."""
