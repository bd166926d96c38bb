"""The stories of each rule, one TOML file each, written from guidance and not from the rules' files."""
