"""Benchmarks: `python -m bench` lists them; `python -m bench NAME --json FILE` runs one."""
