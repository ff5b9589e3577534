#!/bin/sh
# A directory small enough to count by hand: tests/small/reasoning.md says why each figure is what it is.
. "${0%/*}/lib.sh"
d=$S/tests/small
run orgs-count -d "$d" --as-of 2024-06-30 --from 2024-01-01 --by street
expect 'coverage' 0 <"$d/expected-coverage.csv"
run orgs-count -d "$d" --as-of 2024-06-30 --group mode
expect 'coverage by mode' 0 <"$d/expected-mode.csv"
run figures-count -d "$d" -D "$d/definitions.csv" --as-of 2024-06-30 --from 2024-01-01 --to 2024-06-30 --by street
expect 'figures of definitions' 0 <"$d/expected-figures.csv"
finish
