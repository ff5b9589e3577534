#!/bin/sh
# Rows that are already there, against a model: random batches of few different rows, with and without ids. After a batch the
# register holds what the model says, and the same batch once more writes nothing and prints the same ids.

# shellcheck disable=SC1091
. "${0%/*}/lib.sh"

cat >model.py <<'E'
"""model.py SEED: runs events-log on random batches; prints the first difference from the model, or nothing."""
import csv, random, subprocess, sys

random.seed(int(sys.argv[1]))
fields = ["id", "date", "kind", "team"]
disk = []  # (id, content)


def add(rows):
    with open("batch.csv", "w", encoding="utf-8", newline="") as f:
        writer = csv.writer(f, lineterminator="\n")
        writer.writerow(fields)
        writer.writerows(rows)
    done = subprocess.run(["events-log", "-q", "-d", "reg", "-f", "batch.csv"], capture_output=True, text=True)
    return done.returncode, done.stdout.split(), done.stderr


def expected(rows):
    """Ids of the rows of a good batch; the model's disk afterwards."""
    now = list(disk)
    given = {row[0] for row in rows if row[0]}
    numbers = [int(name[1:]) for name, _ in now] + [int(name[1:]) for name in given]
    highest = max(numbers, default=0)
    free = [entry for entry in disk if entry[0] not in given]
    ids = []
    for row in rows:
        content = tuple(row[1:])
        if row[0]:
            if (row[0], content) not in now:
                now.append((row[0], content))
            ids.append(row[0])
            continue
        match = next((entry for entry in free if entry[1] == content), None)
        if match:
            free.remove(match)
            ids.append(match[0])
        else:
            highest += 1
            ids.append("E%d" % highest)
            now.append((ids[-1], content))
    return ids, now


def stored():
    try:
        with open("reg/events.csv", encoding="utf-8", newline="") as f:
            return [(r["id"], (r["date"], r["kind"], r["team"])) for r in csv.DictReader(f)]
    except FileNotFoundError:
        return []


for step in range(12):
    rows = []
    known = dict(disk)
    for _ in range(random.randrange(1, 7)):
        content = ["2024-05-0%d" % random.randrange(1, 3), "volunteer", random.choice(["甲队", "乙,队"])]
        name = ""
        if random.random() < 0.3:
            name = "E%d" % random.randrange(1, 30)
            content = list(known.setdefault(name, tuple(content)))
        rows.append([name] + content)
    ids, after = expected(rows)
    for attempt in ("first", "second"):
        code, printed, said = add(rows)
        if code != 0 or printed != ids or sorted(stored()) != sorted(after):
            print(step, attempt, code, rows, "printed", printed, "expected", ids, "stored", stored(), said)
            sys.exit(1)
    disk = after
E

for seed in 1 2 3 4 5 6 7 8; do
	rm -rf reg
	mkdir reg
	run python3 model.py "$seed"
	expect "random batches, seed $seed" 0 </dev/null
done
finish
