#!/usr/bin/env bash
# Finds Java for the Spark tests, or installs Debian's where the system allows it; else says how to get it.
set -u
command -v java >/dev/null && exit 0
if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
  echo 'Installing Java for the Spark tests (once) ...'
  { apt-get update -qq &&
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends openjdk-17-jre-headless ||
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends default-jre-headless; } >/dev/null 2>&1
fi
command -v java >/dev/null && exit 0
echo 'No Java: the Spark tests are skipped. To run them: sudo apt install openjdk-17-jre-headless (or any Java 17 or 21).'
[ "${CI:-}" != true ]
