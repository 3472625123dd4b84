#!/bin/sh
# A whole agent with curl: it registers, is pushed tasks, does them, and says what came of them.
# Usage: agent.sh [NAME [CAPABILITY]]. Elsewhere than on the server's machine: IF_URL is its address, and IF_HEADER a
# file with the line "Authorization: Bearer TOKEN".
set -eu
name=${1:-shell} capability=${2:-text:upper}

call() { # path and query, then options of curl
  path=$1; shift
  if [ -n "${IF_URL:-}" ]; then curl -fsS -H "@$IF_HEADER" "$@" "$IF_URL/v1/$path"
  else curl -fsS --unix-socket "${IF_HOME:-$HOME/.if}/run/ifctl.sock" "$@" "http://localhost/v1/$path"; fi
}

# The first id or number of that name in a JSON document.
first() { grep -o "\"$1\":\"\{0,1\}[0-9a-f-]*" | head -n 1 | grep -o '[0-9a-f-]*$'; }

# What is to be done: the claim comes in, with the task's payload; JSON goes out.
work() { tr '[:lower:]' '[:upper:]' | cksum | sed 's/\([0-9]*\) \([0-9]*\).*/{"sum":\1,"bytes":\2}/'; }

while :; do
  skills="{\"capabilities\":[\"$capability\"]}"
  session=$(call "swarms/$name" -X PUT --json "$skills" | first session) || { sleep 1; continue; }
  echo "'$name' is at work on session $session."
  # The stream keeps the session alive. When its server stops it ends, and we register again, here or elsewhere.
  call "swarms/$name/events?session=$session" -N | while read -r tag data; do
    case $tag in event:) event=$data ;; data:)
      [ "$event" = assigned ] || continue
      task=$(printf %s "$data" | first id)
      claim=$(call "swarms/$name/claims" --json "{\"session\":$session,\"task\":\"$task\"}") || continue
      fence=$(printf %s "$claim" | first fence)
      result=$(printf %s "$claim" | work)
      call "tasks/$task/complete" --json "{\"fence\":$fence,\"result\":$result}" && echo ;;
    esac
  done || sleep 1
done
