#!/bin/sh
# What the registers promise when programs are killed, calls fail and files are torn, in short; `make fault` tries all of it.
S=$(cd "${0%/*}/.." && pwd)
O=${O:-$S/build} exec python3 "$S/tests/fault/run.py" --short --tap
