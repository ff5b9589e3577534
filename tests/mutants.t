#!/bin/sh
# The faults that `make mutants` puts into the library: where they are put and that a few of them are found. `make mutants` tries 300.
S=$(cd "${0%/*}/.." && pwd)
export PYTHONDONTWRITEBYTECODE=1
O=${O:-$S/build}
exec python3 "$S/tests/mutants/self_test.py" "$O"
