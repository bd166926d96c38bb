#!/bin/sh
# Make a virtual environment, also where Debian has split `venv` off Python: venv.sh PYTHON FOLDER
set -eu
python=$1 folder=$2

if [ -z "$python" ]; then
    echo "Heed needs Python 3.11 or later, and found none. Install it, or name one: make setup PYTHON=/path/to/python3" >&2
    exit 1
fi
if ! "$python" -c 'import ensurepip' 2>/dev/null; then
    package=$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        echo "installing $package, which this Python lacks"
        apt-get update -qq && apt-get install -qq -y "$package"
    else
        echo "This Python can't make virtual environments. As root: apt-get install $package (or your system's like)." >&2
        exit 1
    fi
fi
[ -x "$folder/bin/python" ] || "$python" -m venv "$folder"
