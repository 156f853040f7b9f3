#!/bin/sh
# Stands in for Claude Code in the pictures: tells what it does as that does, and forgets what the linter says at first.
say() { printf '%s\n' "$1"; }
say '{"type":"system","subtype":"init","model":"claude-sonnet-5-5","claude_code_version":"2.1.330"}'
if grep -q 'unused' src/orders.js; then
  say '{"type":"assistant","message":{"id":"5","content":[{"type":"text","text":"The linter is right: nobody uses that constant. I take it out."}]}}'
  say '{"type":"assistant","message":{"id":"6","content":[{"type":"tool_use","id":"d","name":"Edit","input":{"file_path":"src/orders.js","old_string":"const unused = 0;\n","new_string":""}}]}}'
  sed -i '/unused/d' src/orders.js
  say '{"type":"user","message":{"content":[{"type":"tool_result","tool_use_id":"d","content":"The file src/orders.js has been updated."}]}}'
  say '{"type":"assistant","message":{"id":"7","content":[{"type":"tool_use","id":"e","name":"Bash","input":{"command":"npm run lint"}}]}}'
  say '{"type":"user","message":{"content":[{"type":"tool_result","tool_use_id":"e","content":"> eslint ."}]}}'
else
  say '{"type":"assistant","message":{"id":"1","content":[{"type":"thinking","thinking":"A comment above each function is to say what it gives. First I read the file."}]}}'
  say '{"type":"assistant","message":{"id":"2","content":[{"type":"tool_use","id":"a","name":"Bash","input":{"command":"cat src/orders.js"}}]}}'
  say '{"type":"user","message":{"content":[{"type":"tool_result","tool_use_id":"a","content":"import _ from '\''lodash'\'';\n\nexport function total(orders) {"}]}}'
  say '{"type":"assistant","message":{"id":"3","content":[{"type":"text","text":"There are three functions. I put a comment above each."}]}}'
  say '{"type":"assistant","message":{"id":"4","content":[{"type":"tool_use","id":"b","name":"Edit","input":{"file_path":"src/orders.js","old_string":"export function total","new_string":"/** The sum of all orders. */\nexport function total"}}]}}'
  sed -i \
    -e 's|^export function total|/** The sum of all orders. */\n&|' \
    -e 's|^export function groupByCustomer|/** How many orders each customer has, and their sum. */\n&|' \
    -e 's|^export function mostValuable|/** The orders that are worth the most. */\n&|' \
    src/orders.js
  printf '\nconst unused = 0;\n' >> src/orders.js
  say '{"type":"user","message":{"content":[{"type":"tool_result","tool_use_id":"b","content":"The file src/orders.js has been updated."}]}}'
fi
say '{"type":"assistant","message":{"id":"8","content":[{"type":"text","text":"Each function has its comment."}]}}'
say '{"type":"result","subtype":"success","is_error":false,"result":"Each function has its comment."}'
