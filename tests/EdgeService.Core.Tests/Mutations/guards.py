#!/usr/bin/env python3
"""Takes guards away, one at a time, and sees that the tests notice.

Which guards there are stands in the files NAME-guards.json beside this program: for each its place under src/EdgeService.Core, how it stands there,
and how it stands with {off} in the place of a condition that is true while it is switched off. A copy of the sources in a temporary folder gets the
switches and is built; then the set's tests run once with every guard off. Guards that overlap in the text come into different builds.

Prints one line a guard. Ends with 0 if every guard was missed, 1 if one was not, 2 if the lists do not fit the sources, or the tests fail as it is.
"""
import argparse
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[2]
CORE = "src/EdgeService.Core/"
TESTS = "tests/EdgeService.Core.Tests"
ASSEMBLY = ".artifacts/bin/EdgeService.Core.Tests/debug/EdgeService.Core.Tests.dll"

SWITCH = """namespace EdgeService.Core;

internal static class Guard
{
    private static readonly string Off = System.Environment.GetEnvironmentVariable("GUARD_OFF") ?? "";

    public static bool IsOff(string name) => Off == name;
}
"""


class Unfit(Exception):
    """The lists, the sources or the tests are not such that anything could be found out."""


def main():
    sets = {path.name.removesuffix("-guards.json"): json.loads(path.read_text()) for path in sorted(HERE.glob("*-guards.json"))}
    asked = read_command(sets)
    chosen = [(name, guard) for name in asked.sets or sets for guard in sets[name]["guards"] if not asked.guard or guard["name"] in asked.guard]
    if asked.list:
        print("\n".join(f"{name:8} {guard['file']:36} {guard['name']}" for name, guard in chosen))
        return 0
    try:
        results = [result for layer in layers(chosen) for result in try_layer(sets, layer, asked.json)]
    except Unfit as fault:
        print(fault, file=sys.stderr)
        return 2
    survivors = [result for result in results if not result["missed"]]
    if asked.json:
        print(json.dumps({"guards": len(results), "not_missed": len(survivors), "results": results}, indent=2, ensure_ascii=False))
    else:
        print(f"{len(results)} guards, {len(survivors)} not missed")
    return 1 if survivors else 0


def read_command(sets):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="*", metavar="SET", help=f"which sets to try: {', '.join(sets)}; all unless named")
    parser.add_argument("--guard", action="append", metavar="NAME", help="try this guard only; may be given again")
    parser.add_argument("--list", action="store_true", help="name the guards and try none")
    parser.add_argument("--json", action="store_true", help="print one JSON document at the end")
    asked = parser.parse_args()
    if unknown := [name for name in asked.sets if name not in sets]:
        parser.error(f"there is no set {', '.join(unknown)}")
    known = {guard["name"] for name in asked.sets or sets for guard in sets[name]["guards"]}
    if unknown := [name for name in asked.guard or [] if name not in known]:
        parser.error(f"there is no guard {', '.join(unknown)}")
    return asked


def layers(chosen):
    """Parts the guards so that those of one part do not overlap in the sources. Every list is checked whole before anything is built."""
    parts, missing = [], []
    for name, guard in chosen:
        source = (ROOT / CORE / guard["file"]).read_text()
        if source.count(guard["guard"]) != 1:
            missing.append(f"{guard['file']}: {guard['guard'].strip()}")
            continue
        start = source.index(guard["guard"])
        place = (guard["file"], start, start + len(guard["guard"]))
        part = next((part for part in parts if not any(overlap(place, other) for _, _, other in part)), None)
        if part is None:
            parts.append(part := [])
        part.append((name, guard, place))
    if missing:
        raise Unfit("Guards that are not there as the list has them:\n" + "\n".join(missing))
    return parts


def overlap(one, other):
    return one[0] == other[0] and one[1] < other[2] and other[1] < one[2]


def try_layer(sets, layer, quiet):
    with tempfile.TemporaryDirectory(prefix="guards-") as temporary:
        folder = pathlib.Path(temporary)
        copy(folder)
        place_switches(folder, layer)
        build(folder)
        for name in dict.fromkeys(name for name, _, _ in layer):
            failed, said = run_tests(folder, sets[name], "")
            if failed:
                raise Unfit(f"The tests of {name} fail with every guard in place: {said}")
        for name, guard, _ in layer:
            began = time.monotonic()
            failed, said = run_tests(folder, sets[name], guard["name"])
            result = {"set": name, "guard": guard["name"], "file": guard["file"], "missed": failed, "by": said, "seconds": round(time.monotonic() - began, 1)}
            if not quiet:
                print(f"{'missed' if failed else 'NOT MISSED':10} {name:8} {guard['name']:40} {said}", flush=True)
            yield result


def copy(folder):
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True)
    for name in filter(None, listed.stdout.decode().split("\0")):
        if (ROOT / name).exists():
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, target)


def place_switches(folder, layer):
    """Places them from the end of each file to its beginning, so that places before stay what they are."""
    for _, guard, (file, start, end) in sorted(layer, key=lambda entry: entry[2], reverse=True):
        path = folder / CORE / file
        source = path.read_text()
        path.write_text(source[:start] + guard["switched"].replace("{off}", f'Guard.IsOff("{guard["name"]}")') + source[end:])
    (folder / CORE / "Guard.cs").write_text(SWITCH)


def build(folder):
    subprocess.run(["git", "init", "-q"], cwd=folder, check=True)
    built = subprocess.run(
        ["dotnet", "build", TESTS, "--nologo", "-v", "quiet", "-p:TreatWarningsAsErrors=false", "-p:RunAnalyzers=false"], cwd=folder, capture_output=True, text=True)
    if built.returncode != 0:
        raise Unfit("The copy with its switches does not build:\n" + "\n".join(sorted({line for line in built.stdout.splitlines() if "error" in line})))
    (folder / ASSEMBLY).with_name("xunit.runner.json").write_text('{"stopOnFail": true}')


def run_tests(folder, guards, off):
    """Whether a test failed, and what the run said: the name of the first that did, or the sum."""
    run = subprocess.run(
        ["dotnet", "test", ASSEMBLY, "--nologo", "--filter", guards["tests"]], cwd=folder, capture_output=True, text=True,
        env=os.environ | guards["environment"] | {"GUARD_OFF": off})
    # The runner stops at the first failure, and now and then falls over in stopping: what it said of the test before counts.
    failed = re.search(r"([\w.]+)(\(.*\))? \[FAIL\]|^ +Failed ([\w.]+)", run.stdout + run.stderr, re.MULTILINE)
    if failed:
        return True, (failed[1] or failed[3]).rpartition("Tests.")[2]
    if run.returncode != 0:
        raise Unfit(f"The tests did not run:\n{run.stdout[-2000:]}{run.stderr[-2000:]}")
    return False, next((line.strip() for line in run.stdout.splitlines() if "Passed:" in line), "")


if __name__ == "__main__":
    sys.exit(main())
