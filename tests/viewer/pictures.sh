#!/bin/sh
# Makes the pictures of docs/pictures anew from the invented place.
#   pictures.sh PLACEWRIGHT PLACEWRIGHT-VIEWER FOLDER
set -eu
cli=$1 viewer=$2 out=$3
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
place=$home/demo.gpkg
"$cli" demo "$place" > /dev/null 2>&1
"$cli" draw "$place" --plan A --seed 1 > /dev/null 2>&1
shoot() { printf '%s\n' "$2" > "$home/script.txt"; "$viewer" "$place" --plan "$1" --headless --script "$home/script.txt" --size "$3" --scale 1; }
shoot A "frames 3
wait-idle
shot $out/viewer-neighbourhoods.png
click colour.deprivation
frames 3
shot $out/viewer-deprivation.png
command colour.density
frames 3
shot $out/viewer-density.png
click colour.minutes
frames 3
shot $out/viewer-minutes.png
click colour.gap
frames 4
shot $out/viewer-gap.png
click colour.footprint
click colour.service
click colour.service:Community mental health
frames 4
shot $out/viewer-footprint.png
click colour.neighbourhood
command view.dark
frames 3
shot $out/viewer-dark.png
command view.light
command drawer.charts
drag chart.histogram 90 0
frames 3
shot $out/viewer-charts.png
key esc
command coverage.2
wait-idle
frames 3
shot $out/viewer-coverage.png
command coverage.3
wait-idle
frames 3
shot $out/viewer-fairness.png" 1440x900
# An edit that waits for a decision: an area of one neighbourhood and its neighbour of another, both in sight.
from=$(sqlite3 "$place" "SELECT j.area_a FROM adjacency j JOIN assignment a ON a.area = j.area_a AND a.plan = 'A' JOIN assignment b ON b.area = j.area_b AND b.plan = 'A' WHERE a.neighbourhood <> b.neighbourhood ORDER BY j.border_m DESC LIMIT 1")
to=$(sqlite3 "$place" "SELECT j.area_b FROM adjacency j JOIN assignment a ON a.area = j.area_a AND a.plan = 'A' JOIN assignment b ON b.area = j.area_b AND b.plan = 'A' WHERE a.neighbourhood <> b.neighbourhood ORDER BY j.border_m DESC LIMIT 1")
shoot A "frames 3
command tool.brush
map-drag $from $to
wait-idle
shot $out/viewer-editing.png
key esc
command tool.select
click side.plans
click compare.with
click compare.with:current
click compare.side
frames 4
shot $out/viewer-compare.png" 1440x900
# Flat colours need no more than a palette: a third of the bytes.
if command -v convert > /dev/null; then
  for picture in "$out"/viewer-*.png; do convert "$picture" +dither -colors 255 -define png:compression-level=9 PNG8:"$picture"; done
fi
