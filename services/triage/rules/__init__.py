"""The rules, one TOML file each."""
