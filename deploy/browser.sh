#!/bin/sh
# A browser for the tests of pages: Debian's chromium, installed where this may be done; else what is missing is said.
for name in chromium chromium-browser google-chrome google-chrome-stable; do
    command -v "$name" >/dev/null && exit 0
done
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "installing chromium, in which the pages are tested"
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends chromium >/dev/null && exit 0
fi
echo "No browser here: the tests of pages in one are skipped. As root: apt-get install chromium (or your system's like)." >&2
