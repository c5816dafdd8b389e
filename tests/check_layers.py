#!/usr/bin/env python3
"""Includes go one way, and each foreign library stays in its room, directly and through other headers.

usage: check_layers.py ROOT              exit 1 and one line for each include that breaks a rule
       check_layers.py ROOT --self-test  breaks each rule in a copy of the includes and expects to be told
"""
import os
import re
import sys

FOLDERS = ("geo", "datasets", "boundaries", "viewer")
HEART = ("boundaries/question", "boundaries/judge", "boundaries/engine")

# Room -> rooms it may include, beside itself and the rooms below it. A name covers its sub-folders.
MAY_INCLUDE = {
    "geo": (),
    "datasets/place": ("geo",),
    "datasets/read": ("geo", "datasets/place"),
    "datasets/import": ("geo", "datasets/place", "datasets/read"),
    "datasets/check": ("geo", "datasets/place", "datasets/read"),
    "datasets/demo": ("geo", "datasets/place", "datasets/read"),
    "boundaries/question": ("geo",),
    "boundaries/judge": ("geo", "boundaries/question"),
    "boundaries/engine/sums": ("geo", "boundaries/question", "boundaries/judge", "boundaries/engine/settings.h"),
    "boundaries/engine/moves": ("geo", "boundaries/question", "boundaries/judge", "boundaries/engine/sums",
                                "boundaries/engine/settings.h", "boundaries/engine/stop.h"),
    "boundaries/engine/prove": ("geo", "boundaries/question", "boundaries/judge", "boundaries/engine/sums",
                                "boundaries/engine/settings.h", "boundaries/engine/stop.h"),
    "boundaries/engine/breed": ("geo", "boundaries/question", "boundaries/judge", "boundaries/engine/sums",
                                "boundaries/engine/moves", "boundaries/engine/prove", "boundaries/engine/settings.h", "boundaries/engine/stop.h"),
    "boundaries/engine": ("geo", "boundaries/question", "boundaries/judge", "boundaries/engine"),
    "boundaries/sample": ("geo", "boundaries/question", "boundaries/judge", "boundaries/engine"),
    "boundaries/from_place": ("geo", "datasets/place", "boundaries/question", "boundaries/judge", "boundaries/engine",
                              "boundaries/draw.h"),
    "boundaries/workforce/supply": ("geo", "datasets/place", "boundaries/question", "boundaries/judge"),
    "boundaries/workforce/cover": ("geo", "datasets/place", "boundaries/question", "boundaries/judge",
                                   "boundaries/engine/prove", "boundaries/engine/stop.h", "boundaries/workforce/supply"),
    "boundaries/workforce/plan": ("geo", "datasets/place", "boundaries/question", "boundaries/judge", "boundaries/engine",
                                  "boundaries/workforce/supply", "boundaries/workforce/cover"),
    "boundaries/workforce/align": ("geo", "datasets/place", "boundaries/question", "boundaries/judge", "boundaries/engine",
                                   "boundaries/workforce/supply"),
    "boundaries/output": ("geo", "datasets/place", "datasets/read", "boundaries/question", "boundaries/judge",
                          "boundaries/engine", "boundaries/sample", "boundaries/from_place", "boundaries/workforce", "boundaries/draw.h",
                          "boundaries/plan_record.h", "boundaries/run_record.h"),
    "boundaries/definition": ("geo", "datasets/place", "datasets/read", "datasets/import", "boundaries/output/table.h"),
    "boundaries/cli": ("geo", "datasets", "boundaries"),
    "boundaries": ("geo", "datasets/place", "boundaries/question", "boundaries/judge", "boundaries/engine",
                   "boundaries/from_place"),
    "viewer/session": ("geo", "datasets", "boundaries"),
    "viewer/map": ("geo", "datasets/place", "boundaries", "viewer/session"),
    "viewer/desk": ("geo", "datasets", "boundaries", "viewer/session", "viewer/map"),
    "viewer/panels": ("geo", "datasets/place", "boundaries", "viewer/session", "viewer/map", "viewer/desk"),
    "viewer/window": ("geo", "datasets/place", "boundaries", "viewer/session", "viewer/map", "viewer/desk", "viewer/panels"),
    "viewer": ("geo", "boundaries/output", "viewer"),
}

# Foreign headers -> rooms whose files may include them, themselves or through a header of ours.
LIBRARIES = (
    ("GEOS and Boost", re.compile(r"<(geos|boost/)"), ("geo",), False),
    # The invented place is also written as official files, in GDAL's formats.
    ("GDAL", re.compile(r"<(gdal|ogr|cpl_)"), ("datasets/read", "datasets/demo"), True),
    ("SQL", re.compile(r"<sqlite3"), ("datasets/place", "datasets/read"), True),
    ("ImGui", re.compile(r"<imgui"), ("viewer/desk", "viewer/panels", "viewer/window", "viewer/map", "viewer/main.cc"), True),
    ("GLFW and OpenGL", re.compile(r"<(GLFW|epoxy|EGL|GL/)"), ("viewer/window", "viewer/map"), True),
    ("Cairo and workbooks", re.compile(r"<(cairo|xlsxwriter)"), ("boundaries/output",), True),
    ("integer programs", re.compile(r"<(coin/|Coin_|Cbc_)"), ("boundaries/engine", "boundaries/workforce"), True),
)


def read_includes(root):
    """File -> its include lines, as written after #include."""
    includes = {}
    for folder in FOLDERS:
        for where, _, names in os.walk(os.path.join(root, folder)):
            for name in names:
                if name.endswith((".h", ".cc")):
                    path = os.path.join(where, name)
                    with open(path, encoding="utf-8") as text:
                        lines = re.findall(r'^#include (["<][^">]+[">])', text.read(), re.M)
                    includes[os.path.relpath(path, root)] = lines
    return includes


def is_in(path, rooms):
    return any(path == room or path.startswith(room + "/") for room in rooms)


def room_of(path):
    """The deepest named room that holds the file."""
    room = os.path.dirname(path)
    while room and room not in MAY_INCLUDE:
        room = os.path.dirname(room)
    return room


def reach(start, includes):
    """Headers of ours that a file sees, itself included, each with the file that brought it."""
    seen, todo = {start: None}, [start]
    while todo:
        at = todo.pop()
        for line in includes.get(at, ()):
            target = line.strip('"<>')
            if line.startswith('"') and target not in seen:
                seen[target] = at
                todo.append(target)
    return seen


def find_faults(includes):
    faults = []
    for path, lines in sorted(includes.items()):
        room = room_of(path)
        if not room:
            faults.append(f"{path}: stands in no room")
            continue
        for line in lines:
            target = line.strip('"<>')
            if line.startswith('"') and target.split("/")[0] in FOLDERS:
                if target not in includes:
                    faults.append(f"{path}: {target} is not there")
                elif room_of(target) != room and not is_in(target, MAY_INCLUDE[room]):
                    faults.append(f"{path}: {room} must not include {target}")
        seen = reach(path, includes)
        if is_in(path, HEART):
            for header, by in seen.items():
                if header.startswith("datasets/"):
                    faults.append(f"{path}: the heart sees problems, not places, but {by} brings {header}")
        for library, pattern, rooms, through in LIBRARIES:
            for header in seen if through else (path,):
                if not is_in(path, rooms) and any(pattern.match(line) for line in includes.get(header, ())):
                    faults.append(f"{path}: {library} must not be seen here, but {header} brings it")
    return faults


def self_test(includes):
    """Each rule is broken once; a rule that stays silent is a fault of this script."""
    breaks = [
        ("geo/graph.h", '"datasets/place/place.h"'),
        ("datasets/place/place.h", '"datasets/import/import.h"'),
        ("boundaries/question/problem.h", '"datasets/place/place.h"'),
        ("boundaries/question/problem.h", '"boundaries/from_place/problem.h"'),
        ("boundaries/engine/moves/moving_plan.h", '"boundaries/engine/breed/ladder.h"'),
        ("boundaries/output/table.h", '"boundaries/cli/command.h"'),
        ("boundaries/workforce/supply/need.h", "<boost/geometry.hpp>"),
        ("datasets/place/place.h", "<gdal_priv.h>"),
        ("viewer/session/session.h", '"viewer/desk/desk.h"'),
        ("viewer/session/session.h", "<imgui.h>"),
        ("boundaries/cli/command.h", "<cairo.h>"),
    ]
    silent = []
    for path, line in breaks:
        if path not in includes:
            silent.append(f"{path} is not there: name another file to break")
            continue
        broken = dict(includes)
        broken[path] = [*includes[path], line]
        if not set(find_faults(broken)) - set(find_faults(includes)):
            silent.append(f"{line} in {path} is not noticed")
    return silent


def main():
    includes = read_includes(sys.argv[1])
    faults = self_test(includes) if "--self-test" in sys.argv else find_faults(includes)
    for fault in faults:
        print(fault)
    if not faults:
        print(f"layers: {len(includes)} files, every include goes downwards")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
