#!/usr/bin/env bash
# usage: check.sh BUILD FOLDER: installs the build into FOLDER, builds the consumer against it and runs it.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
rm -rf "$2"
cmake --install "$1" --prefix "$2/installed" >/dev/null
cmake -S "$here" -B "$2/build" -DCMAKE_PREFIX_PATH="$2/installed" -DCMAKE_BUILD_TYPE=Release >/dev/null
cmake --build "$2/build" >/dev/null
"$2/build/consumer" | grep '^60 areas, total 0\.'
