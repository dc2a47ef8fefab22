#!/usr/bin/env bash
# Finds a browser for the tests, or installs Debian's chromium where the system allows it; else says how to get one.
set -u
for name in chromium chromium-browser google-chrome; do
  command -v "$name" >/dev/null && exit 0
done
if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
  echo 'Installing chromium for the browser tests (once) ...'
  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium; } \
    >/dev/null 2>&1
fi
command -v chromium >/dev/null && exit 0
echo 'No browser: the browser tests are skipped. To run them: sudo apt install chromium (or install Google Chrome).'
[ "${CI:-}" != true ]
