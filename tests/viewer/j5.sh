#!/bin/sh
# Job J5 of a workshop, with real keys and a real mouse: move an area, break a rule with a reason, undo, pin a note, save,
# close, open again: all there. Needs Xvfb, xdotool and sqlite3; without them it is skipped (77).
#   j5.sh PLACEWRIGHT PLACEWRIGHT-VIEWER
set -eu
cli=$1 viewer=$2
for tool in Xvfb xdotool sqlite3; do command -v $tool > /dev/null || { echo "skipped: no $tool here"; exit 77; }; done
home=$(mktemp -d)
server='' window=''
trap '[ -z "$window" ] || kill "$window" 2> /dev/null || true; [ -z "$server" ] || kill "$server" 2> /dev/null || true; rm -rf "$home"' EXIT
export XDG_CONFIG_HOME="$home/config"
place=$home/demo.gpkg state=$home/state.json
"$cli" demo "$place" --areas 120 > /dev/null 2>&1

# A clean move, a breaking one, and an area for the note; where they stand in a window of this size.
take=E01900099 from=E01900092 far=E01900030 size=1280x720
cat > "$home/where.txt" <<END
frames 5
where $take
where $from
where $far
where tool.select
where tool.brush
where tool.target
click tool.target
where tool.target:to N03 $(sqlite3 "$place" "SELECT name FROM neighbourhood WHERE plan = 'current' AND id = 'N03'")
END
"$viewer" "$place" --headless --script "$home/where.txt" --size $size --scale 1 > "$home/where.tsv"
at() { awk -F '\t' -v name="$1" 'index($1, name) == 1 { print $2, $3; exit }' "$home/where.tsv"; }
known() { sed -n "s/^ *\"$1\": \"\(.*\)\",*$/\1/p" "$state"; }
# Wait until the program says so of itself, or no longer.
expect() {
  tries=0
  while [ "$(known "$1" 2> /dev/null)" != "$2" ]; do
    tries=$((tries + 1))
    [ $tries -lt 200 ] || { echo "expected $1=$2, found $1=$(known "$1")"; cat "$state"; exit 1; }
    sleep 0.1
  done
}
expect_other() {
  tries=0
  while [ "$(known "$1" 2> /dev/null)" = "$2" ]; do
    tries=$((tries + 1))
    [ $tries -lt 200 ] || { echo "$3"; cat "$state"; exit 1; }
    sleep 0.1
  done
}
click() { xdotool mousemove $(at "$1") sleep 0.15 click 1 sleep 0.15; }
keys() { xdotool key --delay 60 "$@"; sleep 0.2; }
open_window() {
  rm -f "$state"
  "$viewer" "$place" --size $size --scale 1 --state-file "$state" > "$home/viewer.log" 2>&1 &
  window=$!
  tries=0
  until [ -s "$state" ]; do
    tries=$((tries + 1))
    [ $tries -lt 300 ] || { echo "the window does not open"; cat "$home/viewer.log"; exit 1; }
    sleep 0.1
  done
  # Without a window manager the window stands at the corner and has to be given the keyboard.
  id=$(xdotool search --sync --onlyvisible --pid $window | tail -1)
  xdotool windowmove "$id" 0 0 windowfocus "$id"
  sleep 0.5
}

display=$((90 + $$ % 100))
Xvfb ":$display" -screen 0 1400x900x24 > /dev/null 2>&1 &
server=$!
export DISPLAY=":$display"
sleep 1
open_window
before=$(known assignment)

# Nothing happens, nothing is drawn: the frames until the next change are those of a key press, however long it took.
keys l
expect labels off
drawn=$(known frames)
sleep 4
keys l
expect labels on
[ $(($(known frames) - drawn)) -le 8 ] || { echo "idle, it drew $(($(known frames) - drawn)) frames"; exit 1; }

# 1. A street changes side: drawn with the brush, accepted with Enter.
click tool.brush
xdotool mousemove $(at $from) sleep 0.15 mousedown 1 sleep 0.15 mousemove $(at $take) sleep 0.15 mouseup 1
expect_other pending 0 "the stroke proposes nothing"
expect steps 0
keys Return
for wait in 1 2 3 4 5 6 7 8 9 10; do [ "$(known steps)" = 0 ] && [ "$(known dialog)" = none ] || break; sleep 0.3; done
if [ "$(known dialog)" = reason ]; then xdotool type --delay 40 "the estate shops there"; keys Return; fi
expect steps 1
moved=$(known assignment)
[ "$moved" != "$before" ] || { echo "nothing moved"; exit 1; }

# 2. A move that breaks a rule: allowed with a reason, marked; then undone.
keys v
click $far
expect selected 1
# A list opens with the next frame: on a slow machine the second click may come before it.
for pause in 0.2 1 4; do
  click tool.target
  xdotool mousemove $(at "tool.target:to N03") sleep $pause click 1 sleep $pause
  [ "$(known receives)" != N03 ] || break
  keys Escape
done
expect receives N03
keys m
expect pending 1
[ "$(known pending_breaks)" != 0 ] || { echo "the far move breaks nothing"; exit 1; }
keys Return
expect dialog reason
xdotool type --delay 40 "flood plain"
keys Return
expect dialog none
expect steps 2
keys ctrl+z
expect steps 1
[ "$(known assignment)" = "$moved" ] || { echo "undo does not lead back"; exit 1; }

# 3. A note on the selected area; saved; closed; opened again.
notes=$(known notes)
keys ctrl+n
expect_other dialog none "no dialog for a note"
# The first note of a new user asks who is writing.
if [ "$(known dialog)" = author ]; then xdotool type --delay 40 "the workshop"; keys Return; fi
expect dialog note
xdotool type --delay 40 "hotspot of falls"
keys Return
expect dialog none
expect notes $((notes + 1))
keys ctrl+s
expect changed no
keys ctrl+q
tries=0
while kill -0 $window 2> /dev/null; do tries=$((tries + 1)); [ $tries -lt 100 ] || { echo "the window does not close"; exit 1; }; sleep 0.1; done
window=''
open_window
[ "$(known assignment)" = "$moved" ] || { echo "the move is gone"; exit 1; }
expect notes $((notes + 1))
sqlite3 "$place" "SELECT text FROM note" | grep -q "hotspot of falls" || { echo "the note is gone"; exit 1; }
sqlite3 "$place" "SELECT \"who\", \"what\" FROM log" | grep -q . || { echo "the log is empty"; exit 1; }
keys ctrl+q
echo "J5: moved, broke a rule with its reason, undid, noted, saved, opened again: all there"
