#!/usr/bin/env python3
"""No function is longer than 100 lines, from its first line to its closing brace, but for the exceptions below.

usage: check_functions.py ROOT              exit 1 and one line for each function that is too long
       check_functions.py ROOT --self-test  measures invented functions and expects the right figures
"""
import os
import re
import sys

FOLDERS = ("geo", "datasets", "boundaries", "viewer")
MOST_LINES = 100

# "file: function" -> why it may be longer. A row whose function is short again is a fault too.
EXCEPTIONS = {
    # Tables of data: one row after another, and nothing to decide.
    "datasets/place/rows.h: row_tables": "a row for each column of the place file",
    "datasets/place/schema.cc: build_place_tables": "a row for each table of the place file",
    "datasets/check/tables.cc: list_tables": "a row for each table and what it is for",
}

SKIPPED = re.compile(
    r'//[^\n]*|/\*.*?\*/'  # comments
    r'|R"(?P<mark>[^\s()\\]{0,16})\(.*?\)(?P=mark)"'  # raw text
    r'|"(?:\\.|[^"\\\n])*"|(?<![0-9a-fA-F])\'(?:\\.|[^\'\\\n])+\''  # text, letters; 1'000 is a number
    r'|^[ \t]*#(?:[^\n\\]|\\.|\\\n)*',  # directives
    re.S | re.M)


def blank(match):
    """The same lines with nothing on them."""
    return re.sub(r"[^\n]", " ", match.group())


def without_templates(heading):
    """The heading without what stands in angle brackets after `template`."""
    while (at := re.search(r"\btemplate\s*<", heading)):
        depth, end = 1, at.end()
        while end < len(heading) and depth > 0:
            depth += {"<": 1, ">": -1}.get(heading[end], 0)
            end += 1
        heading = heading[:at.start()] + heading[end:]
    return heading


def kind_of(heading):
    """What a brace opens: "scope" of declarations, "function", or "value"."""
    plain = re.sub(r"\[\[.*?\]\]", "", without_templates(heading)).strip()
    if re.match(r"(inline\s+)?(namespace|extern)\b|(typedef\s+)?(class|struct|union|enum)\b[^()]*$", plain):
        return "scope"
    before = re.split(r"[^=!<>]=[^=]", re.sub(r"\boperator\s*\S+?\s*\(", "(", plain))[0]
    return "function" if "(" in before else "value"


def name_of(heading):
    plain = re.sub(r"\[\[.*?\]\]", "", without_templates(heading))
    found = re.search(r"([\w:~]*\boperator\s*[^\s(]+|[\w:~]+(?:<[\w\s,]*>)?[\w:~]*)\s*\(", plain)
    return found.group(1) if found else plain.strip()


def find_functions(text):
    """(name, first line, number of lines) of every function; a function inside another is part of it."""
    code = SKIPPED.sub(blank, text)
    functions, scopes, start, at = [], 0, 0, 0

    def end_of_block(opened):
        depth = 0
        for place in range(opened, len(code)):
            depth += {"{": 1, "}": -1}.get(code[place], 0)
            if depth == 0:
                return place
        return len(code) - 1

    while at < len(code):
        letter = code[at]
        if letter == ";":
            start = at + 1
        elif letter == "}":
            scopes -= 1
            start = at + 1
        elif letter == "{":
            heading = code[start:at]
            kind = kind_of(heading)
            if kind == "scope":
                scopes += 1
                start = at + 1
            else:
                end = end_of_block(at)
                after = code[end + 1:].lstrip()[:1]
                if kind == "function" and after not in (",", "{"):  # else a member set by braces
                    first = code.count("\n", 0, start + len(heading) - len(heading.lstrip())) + 1
                    functions.append((name_of(heading), first, code.count("\n", 0, end) + 2 - first))
                    start = end + 1
                at = end
        at += 1
    return functions


def find_faults(root):
    faults, long_ones, seen = [], set(), 0
    for folder in FOLDERS:
        for where, _, names in sorted(os.walk(os.path.join(root, folder))):
            for name in sorted(names):
                if not name.endswith((".h", ".cc")):
                    continue
                path = os.path.join(where, name)
                with open(path, encoding="utf-8") as text:
                    functions = find_functions(text.read())
                seen += len(functions)
                for function, line, lines in functions:
                    if lines <= MOST_LINES:
                        continue
                    key = f"{os.path.relpath(path, root)}: {function}"
                    long_ones.add(key)
                    if key not in EXCEPTIONS:
                        faults.append(f"{key}: {lines} lines from line {line}: divide it, or give a reason here")
    for key in EXCEPTIONS:
        if key not in long_ones:
            faults.append(f"{key}: is no exception any more: take it off the list")
    return faults, seen


def self_test():
    """Functions whose length is known, and what must not be taken for one."""
    body = "  work();\n"
    cases = [
        ("void f() {\n" + 98 * body + "}\n", [("f", 100)]),
        ("void f() {\n" + 99 * body + "}\n", [("f", 101)]),
        ("namespace a {\nint f(int x,\n      int y) {\n" + body + "}\n}\n", [("f", 4)]),
        ("struct A {\n  A() : a_{1}, b_(2) {\n" + body + "  }\n  int a_, b_ = {};\n  void g() {}\n};\n",
         [("A", 3), ("g", 1)]),
        ("template <class T, class U = void>\nvoid A<T>::f() {\n  if (x) {\n  }\n}\n", [("A<T>::f", 5)]),
        ("const int kTable[] = {\n" + 200 * "  1,\n" + "};\nvoid f() {}\n", [("f", 1)]),
        ('void f() {\n  print("}"); // }\n  print(R"x(\n}\n)x", \'}\', 1\'000);\n}\n', [("f", 6)]),
        ("bool A::operator==(const A& a) const {\n" + body + "}\nclass B;\n", [("A::operator==", 3)]),
        ("#define BRACE {\nconst auto kTwice = [](int x) {\n  return 2 * x;\n};\nvoid f() {}\n", [("f", 1)]),
    ]
    faults = []
    for text, wanted in cases:
        found = [(name, lines) for name, _, lines in find_functions(text)]
        if found != wanted:
            faults.append(f"{found} where {wanted} was to be found in:\n{text[:200]}")
    return faults


def main():
    if "--self-test" in sys.argv:
        faults, seen = self_test(), "all"
    else:
        faults, seen = find_faults(sys.argv[1])
    for fault in faults:
        print(fault)
    if not faults:
        print(f"functions: {seen} of at most {MOST_LINES} lines, but for {len(EXCEPTIONS)} exceptions")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
