#!/usr/bin/env python3
"""Breaks one line at a time and says which broken lines no test sees.

usage: mutate.py BUILD [--only TEXT] [--least N] [--seconds S]

BUILD is a built tree (./test leaves build/). Nothing of it, and no source, is changed: a broken copy of one file is
compiled beside it and linked in the file's stead, or before the library that holds the file. mutants.txt holds one mutant in
three lines (file, what stands there, what stands there instead) and a fourth with the test program and a filter of the
tests that should see it. Exit 1 where fewer than --least are caught, or a mutant no longer fits its file.
"""
import argparse
import json
import os
import shlex
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
SECONDS_A_TEST = 120


def read_mutants(path):
    with open(path, encoding="utf-8") as text:
        lines = [line.rstrip("\n") for line in text if line.strip() and not line.startswith("#")]
    if len(lines) % 4:
        sys.exit(f"{path}: four lines a mutant, but {len(lines)} lines")
    mutants = []
    for at in range(0, len(lines), 4):
        program, _, tests = lines[at + 3].strip().partition(" ")
        mutants.append({"file": lines[at].strip(), "old": lines[at + 1].strip(), "new": lines[at + 2].strip(),
                        "program": program, "tests": tests.strip()})
    return mutants


def compile_command(build, file):
    with open(os.path.join(build, "compile_commands.json"), encoding="utf-8") as text:
        for entry in json.load(text):
            if entry["file"] == os.path.join(ROOT, file):
                return shlex.split(entry["command"])
    return None


def link_command(build, program):
    """The words of the linker's call for a test program, as the build system has it."""
    lines = subprocess.run(["ninja", "-C", build, "-t", "commands", program], capture_output=True, text=True, check=True).stdout
    for part in reversed(lines.strip().split("\n")[-1].split(" && ")):
        words = shlex.split(part)
        if "-o" in words and words[words.index("-o") + 1] == f"bin/{program}":
            return words
    return None


def write_broken(mutant, folder):
    """The broken copy's path, or None where the line does not stand there exactly once."""
    with open(os.path.join(ROOT, mutant["file"]), encoding="utf-8") as text:
        source = text.read()
    if source.count(mutant["old"]) != 1:
        return None
    broken = os.path.join(folder, os.path.basename(mutant["file"]))
    with open(broken, "w", encoding="utf-8") as text:
        text.write(source.replace(mutant["old"], mutant["new"]))
    return broken


def try_mutant(mutant, build, folder):
    """caught, survived, misfit (the line is not there) or broken (it does not compile or link)."""
    broken = write_broken(mutant, folder)
    compiler = compile_command(build, mutant["file"])
    linker = link_command(build, mutant["program"])
    if broken is None or compiler is None or linker is None:
        return "misfit"
    whole = compiler[compiler.index("-o") + 1]
    compiler[compiler.index("-c") + 1] = broken
    compiler[compiler.index("-o") + 1] = broken + ".o"
    test = os.path.join(folder, "test")
    linker[linker.index("-o") + 1] = test
    if whole in linker:  # objects that are linked one by one
        linker[linker.index(whole)] = broken + ".o"
    else:
        linker.insert(linker.index("-o"), broken + ".o")
    for command in (compiler, linker):
        if subprocess.run(command, cwd=build, capture_output=True, check=False).returncode:
            return "broken"
    try:
        ran = subprocess.run([test, f"--gtest_filter={mutant['tests']}"], cwd=build, capture_output=True, text=True,
                             timeout=SECONDS_A_TEST, check=False)
    except subprocess.TimeoutExpired:
        return "caught"
    if "0 tests ran" in ran.stdout or "[==========] 0 tests" in ran.stdout:
        return "misfit"
    return "caught" if ran.returncode else "survived"


def main():
    words = argparse.ArgumentParser()
    words.add_argument("build")
    words.add_argument("--only", default="")
    words.add_argument("--least", type=int, default=0)
    words.add_argument("--seconds", type=int, default=0, help="stop after so many; mutants not reached are said")
    asked = words.parse_args()
    build = os.path.abspath(asked.build)
    folder = os.path.join(build, "mutate")
    os.makedirs(folder, exist_ok=True)
    begun, counts, not_reached = time.monotonic(), {}, 0
    for mutant in read_mutants(os.path.join(HERE, "mutants.txt")):
        if asked.only not in mutant["file"] + mutant["old"]:
            continue
        if asked.seconds and time.monotonic() - begun > asked.seconds:
            not_reached += 1
            continue
        fate = try_mutant(mutant, build, folder)
        counts[fate] = counts.get(fate, 0) + 1
        if fate != "caught":
            print(f"{fate}: {mutant['file']}: {mutant['old']}  ->  {mutant['new']}", flush=True)
    caught = counts.get("caught", 0)
    print(f"mutants: {caught} caught of {sum(counts.values())}" + (f", {not_reached} not reached in time" if not_reached else ""))
    return 1 if counts.get("misfit") or counts.get("broken") or caught + not_reached < asked.least else 0


if __name__ == "__main__":
    sys.exit(main())
