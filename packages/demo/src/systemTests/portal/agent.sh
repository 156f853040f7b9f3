#!/bin/sh
# Stands in for Claude Code: tells what it does as that does, and leaves a tab in the text that it takes out when told.
tab=$(printf '\t')
say() { printf '%s\n' "$1"; }
say '{"type":"system","subtype":"init","model":"scripted","claude_code_version":"0.0.1"}'
if grep -q "$tab" text.txt; then
  say '{"type":"assistant","message":{"id":"4","content":[{"type":"tool_use","id":"c","name":"Edit","input":{"file_path":"text.txt","old_string":"a tab","new_string":"no tab"}}]}}'
  sed -i "s/$tab/ /g" text.txt
  say '{"type":"user","message":{"content":[{"type":"tool_result","tool_use_id":"c","content":"The file text.txt has been updated."}]}}'
else
  say '{"type":"assistant","message":{"id":"1","content":[{"type":"thinking","thinking":"I read the text before I change it."}]}}'
  say '{"type":"assistant","message":{"id":"2","content":[{"type":"tool_use","id":"a","name":"Bash","input":{"command":"cat text.txt\nls"}}]}}'
  say '{"type":"user","message":{"content":[{"type":"tool_result","tool_use_id":"a","is_error":true,"content":"Exit code 1\nNothing"}]}}'
  say '{"type":"assistant","message":{"id":"3","content":[{"type":"tool_use","id":"b","name":"Write","input":{"file_path":"notes/words.md","content":"Words."}}]}}'
  mkdir -p notes
  echo 'Words.' > notes/words.md
  printf 'More\ttext.\n' >> text.txt
  say '{"type":"user","message":{"content":[{"type":"tool_result","tool_use_id":"b","content":"The file notes/words.md was written."}]}}'
fi
say '{"type":"assistant","message":{"id":"5","content":[{"type":"text","text":"That is all."}]}}'
say '{"type":"result","subtype":"success","is_error":false,"result":"That is all."}'
