"""Makes versions.json and ranges.json: what Python's `packaging` and osv-scanner say of generated versions and advisories.

    HORNGATE_ORACLE=/path/to/python  $HORNGATE_ORACLE conformance/updates/generate.py [--seed N] [--out DIR]

Needs `packaging` and Go: osv-scanner's matcher is internal to its module, so that `osv-scanner/go.mod` takes a name below it.
"""
import argparse, json, pathlib, random, shutil, subprocess, tempfile
import packaging
from packaging.version import InvalidVersion, Version

HERE = pathlib.Path(__file__).parent
SCANNER = "github.com/google/osv-scanner v1.9.2"


def version(rng, local=True):
    """Spellings that PEP 440 permits, normal or not."""
    some = lambda *words: rng.choice(words)
    text = some("", "", "", "", "v") + some("", "", "", "", "", "1!", "0!")
    text += ".".join(str(rng.choice([0, 0, 1, 2, 3, 10, 11, 2024, 10**18])) for _ in range(rng.randint(1, 4)))
    if rng.random() < 0.4:
        text += some("", ".", "-", "_") + some("a", "b", "c", "rc", "alpha", "beta", "pre", "preview", "RC", "Alpha") + some("", ".", "-") + some("", "0", "1", "02", "12")
        if text[-1] in ".-_":
            text += "3"
    if rng.random() < 0.3:
        text += some(".post1", "-1", "post", ".rev2", "-r3", "_post0", ".post", ".POST2")
    if rng.random() < 0.3:
        text += some(".dev1", "dev", "-dev2", "_dev0", ".dev", ".DEV10")
    if local and rng.random() < 0.2:
        text += "+" + some("cpu", "cu124", "1", "01", "abc.1", "abc.2", "ABC-2", "1.abc", "10", "ubuntu_1")
    return text


BROKEN = ["", "1.", ".1", "1..2", "a", "1.0-tf", "1.0+", "1.0+_a", "1.0++a", "1.0 .1", "1!", "!1", "1.0.post1.post2", "1.0dev1dev2", "1.0-1-1", "1.0rc1a1",
          "1.0.0.0.x", "==1.0", "1,0", "1.0*", "1.*", "v", "1.0+a..b", "1.0devpost", "latest", "1.0 rc 1", "1.0-tf2", "0x10", "١.٠", "1.0é", "1.0.dev1rc1"]


def versions(rng, count):
    """Equal ones in one list, lists in rising order."""
    seen = sorted({version(rng) for _ in range(count)})
    classes = {}
    for text in seen:
        classes.setdefault(Version(text), []).append(text)
    for text in BROKEN:
        try:
            Version(text)
        except InvalidVersion:
            continue
        raise SystemExit(f"packaging takes {text!r}")
    return {"made_with": {"packaging": packaging.__version__, "seed": rng.seed_of}, "rising": [classes[key] for key in sorted(classes)], "broken": BROKEN}


def record(rng, index):
    """One to three ranges of one to three pairs of events, shuffled, and versions by name. Events of one range differ, so that order alone decides."""
    ranges = []
    for _ in range(rng.randint(0 if index % 7 == 0 else 1, 3)):
        bounds, wanted = {}, 2 * rng.randint(1, 3)
        while len(bounds) < wanted:
            text = str(Version(version(rng, local=False)))
            bounds[Version(text)] = text
        rising = [bounds[key] for key in sorted(bounds)]
        events = []
        for at in range(0, len(rising), 2):
            events.append({"introduced": "0" if at == 0 and rng.random() < 0.3 else rising[at]})
            if at + 2 < len(rising) or rng.random() < 0.8:
                events.append({rng.choice(["fixed", "last_affected"]): rising[at + 1]})
        rng.shuffle(events)
        ranges.append({"type": "ECOSYSTEM", "events": events})
    named = [str(Version(version(rng, local=False))) for _ in range(rng.randint(0, 3))] or ["1.0.1"] * (not ranges)
    return {"id": f"GHSA-{index:04d}", "modified": "2026-01-01T00:00:00Z", "affected": [{"package": {"ecosystem": "PyPI", "name": "keras"}, "ranges": ranges, "versions": named}]}


def cases(rng, count):
    """Each record is asked of its own bounds and of a few others. osv-scanner compares `versions` as text: equal ones in another spelling are left out."""
    made = []
    for index in range(count):
        one = record(rng, index)
        affected = one["affected"][0]
        bounds = [text for range_ in affected["ranges"] for event in range_["events"] for text in event.values() if text != "0"]
        asked = bounds + affected["versions"] + [str(Version(version(rng, local=False))) for _ in range(8)]
        named = {Version(text): text for text in affected["versions"]}
        made.append({"record": one, "versions": sorted(text for text in set(asked) if named.get(Version(text), text) == text)})
    return made


def answers(made):
    """One digit for each version: 1 affected, 0 not. From osv-scanner itself."""
    with tempfile.TemporaryDirectory() as folder:  # Go completes go.mod as it goes
        shutil.copytree(HERE / "osv-scanner", folder, dirs_exist_ok=True)
        run = subprocess.run(["go", "run", "-mod=mod", "."], cwd=folder, input=json.dumps(made), capture_output=True, text=True)
    if run.returncode != 0:
        raise SystemExit(run.stderr)
    return json.loads(run.stdout)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--out", type=pathlib.Path, default=HERE)
    parser.add_argument("--versions", type=int, default=400)
    parser.add_argument("--records", type=int, default=800, help="0: versions alone, without Go")
    given = parser.parse_args()
    rng = random.Random(given.seed)
    rng.seed_of = given.seed
    given.out.mkdir(parents=True, exist_ok=True)
    write(given.out / "versions.json", versions(rng, given.versions))
    if given.records == 0:
        return
    made = cases(rng, given.records)
    for case, answer in zip(made, answers(made), strict=True):
        case["affected"] = answer
    head = {"made_with": {"osv-scanner": SCANNER, "packaging": packaging.__version__, "seed": given.seed}}
    lines = ",\n".join(json.dumps(short(case), separators=(",", ":")) for case in made)
    (given.out / "ranges.json").write_text(json.dumps(head)[:-1] + ', "cases": [\n' + lines + "\n]}\n")
    print(f"{sum(len(case['versions']) for case in made)} answers, {sum(case['affected'].count('1') for case in made)} of them affected")


def short(case):
    affected = case["record"]["affected"][0]
    return {"ranges": [one["events"] for one in affected["ranges"]], "named": affected["versions"], "versions": case["versions"], "affected": case["affected"]}


def write(path, value):
    path.write_text(json.dumps(value, ensure_ascii=True, separators=(",", ":")) + "\n")


main()
