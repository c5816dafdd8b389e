#!/usr/bin/env python3
"""Checks that clang++ accepts every file of a compilation database, warnings included. Writes no object.

usage: compile_with_clang.py build/compile_commands.json
"""
import concurrent.futures
import json
import os
import shlex
import subprocess
import sys

ONLY_GCC = {"-Wno-restrict", "-fno-semantic-interposition", "-Winvalid-pch"}


def command_of(entry):
    words = [word for word in shlex.split(entry["command"]) if word not in ONLY_GCC]
    # A compiler launcher may stand before the compiler; what follows the first option is the same for both compilers.
    options = words[next(at for at, word in enumerate(words) if word.startswith("-")):]
    at = options.index("-o")
    options[at:at + 2] = []
    options.remove("-c")
    if "-include" in options:  # the header that g++ precompiles
        at = options.index("-include")
        options[at:at + 2] = []
    return ["clang++", "-fsyntax-only", "-ferror-limit=3", *options]


def check(entry):
    ran = subprocess.run(command_of(entry), cwd=entry["directory"], capture_output=True, text=True, check=False)
    return ran.returncode == 0, entry["file"], ran.stderr


def main():
    with open(sys.argv[1], encoding="utf-8") as text:
        entries = json.load(text)
    bad = 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for fine, name, said in pool.map(check, entries):
            if not fine:
                bad += 1
                print(f"{name}:\n{said}")
    print(f"clang++: {len(entries)} files, {bad} refused")
    return 1 if bad or not entries else 0


if __name__ == "__main__":
    sys.exit(main())
