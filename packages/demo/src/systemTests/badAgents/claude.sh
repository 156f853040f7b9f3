#!/bin/sh
# Stands in for Claude Code: does what the task's words have encoded in them, whatever that is.
script=$(printf %s "$2" | sed -n 's/.*DO \([A-Za-z0-9+/=]*\) DONE.*/\1/p' | head -n 1)
printf %s "$script" | base64 -d > "$TMPDIR/orders.sh"
echo '{"type":"system","subtype":"init","model":"scripted","claude_code_version":"0.0.1"}'
words=$(sh -e "$TMPDIR/orders.sh" 2>&1 < /dev/null)
code=$?
printf '%s\n' "$words" >&2
if [ $code -ne 0 ]; then
  node -e 'console.log(JSON.stringify({ type: "result", subtype: "error", is_error: true, result: process.argv[1] }))' "$words"
  exit 1
fi
echo '{"type":"result","subtype":"success","is_error":false,"result":"Done."}'
