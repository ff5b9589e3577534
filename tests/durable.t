#!/bin/sh
# Writers: nothing acknowledged is lost or doubled, nothing else is half kept; many at once, killed, full disk, torn files.
. "${0%/*}/lib.sh"

header='id,name,kind,area,recorded'
row1='U1,示例一公司,enterprise,360102007,2024-01-02T00:00:00Z'
row2='U2,示例二公司,enterprise,360102007,2024-01-03T00:00:00Z'

fresh() { # a directory d with one unit
	rm -rf d
	mkdir d
	printf '%s\n' "$header" "$row1" >d/units.csv
}

unchanged() { # unchanged NAME: units.csv is as fresh made it, and nothing is left pending
	printf '%s\n' "$header" "$row1" | cmp -s - d/units.csv && [ ! -e d/.pending ]
	ok $? "$1"
}

sheet() { # sheet N: N units that differ
	echo 'name,kind,area'
	seq -f '示例%g号公司,enterprise,360102007' "$1"
}

# --- many at once -------------------------------------------------------------------------------

fresh
turns=20
[ -z "${SLOW-}" ] || turns=3
for writer in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
	{
		for turn in $(seq "$turns"); do
			visits-log -d d date=2024-03-01 unit=U1 kind=routine "text=$writer-$turn" || echo "failed $?"
		done >"ids.$writer" 2>"said.$writer"
	} &
done
wait
cat ids.* | sort >ids
sed 1d d/visits.csv | cut -d , -f 1 | sort | cmp -s - ids
ok $? 'the ids that 20 writers were told are those on disk'
[ "$(sort -u ids | wc -l)" -eq $((20 * turns)) ]
ok $? 'and all differ'
[ "$(sed 1d d/visits.csv | cut -d , -f 8 | sort -u | wc -l)" -eq $((20 * turns)) ]
ok $? 'every row is there once'
sed 1d d/visits.csv | cut -d , -f 10 | sort -cu
ok $? 'recorded grows from row to row'
cat said.* >said
[ ! -s said ]
ok $? 'nothing was said'
# 400 writes within a second are recorded up to 400 seconds ahead of the clock
run env "SOURCE_DATE_EPOCH=$(($(date +%s) + 1000))" register-check -d d
expect 'register-check finds nothing' 0 <<E2
register,line,column,code,message
E2

fresh
sheet 50 >sheet.csv
(
	for turn in 1 2 3 4 5 6 7 8; do units-add -q -d d --again -f sheet.csv; done >ids
	: >finished
) &
until [ -e finished ]; do units-list -d d --count; done >counts
wait
awk '($1 - 1) % 50 != 0 { bad = 1 } END { exit bad || NR == 0 }' counts
ok $? 'readers see whole batches only'
run units-list -d d --count
expect 'and all of them in the end' 0 <<E2
401
E2

fresh
run sh -c 'units-list -d d | sed s/U1/U7/ | units-add -d d --lock-timeout 5 -f -'
expect 'a writer that reads from a reader of the same directory' 0 <<E2
U7
E2

# --- killed -------------------------------------------------------------------------------------

fresh
printf '%s\n' "$row2" 'U3,示例三' | sed '$s/$//' >>d/units.csv
printf 'id,line,name\nO1,par' >d/orgs.csv
printf 'taizhang-pending 1\nappend units.csv %s\nappend orgs.csv -\nend\n' "$(printf '%s\n' "$header" "$row1" | wc -c)" >d/.pending
run units-list -d d --fields id
expect 'a reader reads up to the old length' 0 <<E2
id
U1
E2
run orgs-list -d d --count
expect 'and does not see a file that is being made' 0 <<E2
0
E2
run units-add -d d --dry-run id=U2 name=乙 kind=enterprise area=360102007
expect 'a dry run as well' 0 </dev/null
[ -e d/.pending ] && [ -e d/orgs.csv ]
ok $? 'and leaves all as it is'
run sites-add -d d kind=驿站 name=某驿站 area=360102007
expect 'the next writer, of whatever register,' 0 <<E2
S1
E2
expect_error 'says that it undoes' 0 'd/.pending: an interrupted write was taken back'
unchanged 'what was left'
[ ! -e d/orgs.csv ]
ok $? 'and takes the new file away'

sheet 100000 >sheet.csv
half=0
killed=0
mkfifo input
# The first is killed for certain: its input does not end before. How many of the others are depends on the machine.
for delay in input 0.01 0.02 0.03 0.05 0.07 0.1 0.15 0.2 0.3 0.4; do
	fresh
	if [ "$delay" = input ]; then
		units-add -q -d d -f - <input >ids 2>/dev/null &
		writer=$!
		exec 9>input
		cat sheet.csv >&9
	else
		units-add -q -d d -f sheet.csv >ids 2>/dev/null &
		writer=$!
		sleep "$delay"
	fi
	kill -9 "$writer" 2>/dev/null && killed=$((killed + 1))
	wait "$writer" 2>/dev/null
	exec 9>&-
	seen=$(units-list -d d --count)
	units-add -q -d d id=U1 name=示例一公司 kind=enterprise area=360102007 >/dev/null
	kept=$(wc -l <d/units.csv)
	case $seen-$kept in 1-2 | 100001-100002) ;; *) half=$((half + 1)) ;; esac
	[ -s ids ] && [ "$kept" -ne 100002 ] && half=$((half + 1))
	[ -e d/.pending ] && half=$((half + 1))
done
[ "$killed" -gt 0 ] && [ "$half" -eq 0 ]
ok $? "killed at different times: all or none ($killed killed)"

# --- last lines ---------------------------------------------------------------------------------

fresh
printf '%s' "${row2%Z}" >>d/units.csv
run units-list -d d --fields id
expect 'a torn line is left out' 1 <<E2
id
U1
E2
run units-add -d d name=乙 kind=enterprise area=360102007
expect 'and set aside by the next writer; its id may be given again' 0 <<E2
U2
E2
expect_error 'which says so' 0 'd/units.csv' 'was torn' 'd/units.torn'
printf '%s\n' "${row2%Z}" | cmp -s - d/units.torn
ok $? 'byte for byte'
[ "$(wc -l <d/units.csv)" -eq 3 ]
ok $? 'the new row stands on a line of its own'

fresh
printf '%s' "$row2" >>d/units.csv
run units-add -d d id=U2 name=示例二公司 kind=enterprise area=360102007
expect 'a complete last line without newline is a row' 0 <<E2
U2
E2
printf '%s\n' "$header" "$row1" "$row2" | cmp -s - d/units.csv && [ ! -e d/units.torn ]
ok $? 'and gets its newline'

fresh
{ printf '%s' "$row2" && head -c 50 /dev/zero; } >>d/units.csv
run units-list -d d --fields id
expect 'a complete last line with NUL behind it, which a power cut leaves, is a row' 0 <<E2
id
U1
U2
E2
run units-add -d d id=U2 name=示例二公司 kind=enterprise area=360102007
expect 'for writers too' 0 <<E2
U2
E2
printf '%s\n' "$header" "$row1" "$row2" | cmp -s - d/units.csv && [ ! -e d/units.torn ]
ok $? 'and gets its newline in the place of the NUL'

long=$(head -c 5000 /dev/zero | tr '\0' x)
for nul in "$(printf '%s' 'U2,\000\000\000\000,enterprise,360102007,2024-01-03T00:00:00Z\n')" 'U2,甲\000\000' '\000\000\000' \
	"$(printf '%s' "U2,\\000$long\\n")"; do
	fresh
	# shellcheck disable=SC2059 # NUL can only stand in a format
	printf "$nul" >>d/units.csv
	run units-list -d d --fields id
	expect "NUL in or behind the last line: it is torn ($(printf %.12s "$nul"))" 1 <<E2
id
U1
E2
	run units-add -d d name=乙 kind=enterprise area=360102007
	expect 'and set aside by the next writer' 0 <<E2
U2
E2
	run register-check -d d
	expect 'which leaves nothing to find' 0 <<E2
register,line,column,code,message
E2
done

# --- no room ------------------------------------------------------------------------------------

fresh
seq -f 'U%g,示例公司,enterprise,360102007,2024-01-02T00:00:00Z' 2 2000 >>d/units.csv
cp d/units.csv before.csv
blocks=$(($(wc -c <d/units.csv) / 512))
dd if=d/units.csv of=short.csv bs=512 count="$blocks" 2>/dev/null
sed '$d' short.csv >d/units.csv # ends less than a row's length before the limit, or a little more
cp d/units.csv before.csv
long=$(printf '%0600d' 0)
run sh -c "ulimit -f $blocks; units-add -d d name=甲$long kind=enterprise area=360102007"
expect 'a row that does not fit' 3 </dev/null
expect_error 'is told' 3 'd/units.csv: cannot be written, nothing was added: File too large'
cmp -s before.csv d/units.csv && [ ! -e d/.pending ]
ok $? 'and leaves nothing behind'
run sh -c "ulimit -f $blocks; units-add -d d -f sheet.csv"
expect 'a batch that does not fit' 3 </dev/null
expect_error 'is told' 3 'd/units.csv: cannot be written, nothing was added'
cmp -s before.csv d/units.csv && [ ! -e d/.pending ]
ok $? 'and leaves nothing behind'
run sh -c "ulimit -f 8; orgs-add -d d -f '$S/examples/donghu/registers/orgs.csv' units= parent="
[ "$code" -ne 0 ] && [ ! -e d/orgs.csv ] && [ ! -e d/.pending ]
ok $? 'a new register that does not fit is not there' || show

# --- the ids cannot be printed ------------------------------------------------------------------

fresh
run sh -c 'units-add -d d name=乙 kind=enterprise area=360102007 >/dev/full'
expect_error 'standard output is full' 3 'standard output: cannot be written' 'the rows are on disk'
run sh -c 'units-add -d d name=丙 kind=enterprise area=360102007 >&-'
expect_error 'standard output is closed' 3 'standard output: cannot be written' 'the rows are on disk'
run units-list -d d --fields id,name
expect 'the rows are there' 0 <<E2
id,name
U1,示例一公司
U2,乙
U3,丙
E2
rm -f fifo
mkfifo fifo
: <fifo &
units-add -d d -f sheet.csv >fifo 2>"$T/err" # more ids than a pipe holds
code=$?
wait
expect_error 'a reader of the ids that goes away' 3 'Broken pipe' 'the rows are on disk'

# --- files --------------------------------------------------------------------------------------

modes() { # modes UMASK MODE-OF-DIRECTORY: the modes of what a writer makes
	rm -rf m
	mkdir m
	chmod "$2" m
	(umask "$1" && units-add -q -d m uscc=91350203M0001QKT19 --allow-code 91350203M0001QKT19 --why 证照如此 \
		name=甲 kind=enterprise area=360102007 >/dev/null)
	stat -c '%n %a' m/.lock m/units.csv m/units.journal.csv
}
run modes 000 755
expect 'new files are for their owner only, under a loose umask' 0 <<E2
m/.lock 600
m/units.csv 600
m/units.journal.csv 600
E2
run modes 077 2770
expect 'and for the group in a shared directory, under a strict one' 0 <<E2
m/.lock 660
m/units.csv 660
m/units.journal.csv 660
E2

refused() { # refused WHAT TEXT: units.csv cannot be written to
	run units-add -d d name=乙 kind=enterprise area=360102007
	expect "$1 is refused" 3 </dev/null
	expect_error "$1" 3 'd/units.csv' "$2"
}
fresh
mv d/units.csv d/real.csv
ln -s real.csv d/units.csv
refused 'a symbolic link' 'symbolic link'
ln -f d/real.csv d/units.csv
refused 'a file with two names' 'hard link'
rm d/units.csv
mkfifo d/units.csv
refused 'a FIFO' 'not a plain file'
rm d/units.csv
gzip -c d/real.csv >d/units.csv.gz
refused 'a compressed register' 'gunzip'
printf '%s\n' "$header" "$row1" | cmp -s - d/real.csv
ok $? 'none of them is written through'

fresh
if [ "$(id -u)" -ne 0 ]; then
	chmod 555 d
	run units-add -d d name=乙 kind=enterprise area=360102007
	chmod 755 d
elif command -v setpriv >/dev/null; then
	chmod 755 "$T" "$T/work"
	chmod 644 d/units.csv
	run setpriv --reuid=65534 --regid=65534 --clear-groups env "PATH=$PATH" units-add -d d name=乙 kind=enterprise area=360102007
else
	code=3
	echo 'd/.lock: Permission denied' >"$T/err"
fi
expect_error 'a directory that may not be written to' 3 'd/.lock' 'Permission denied'
unchanged 'stays as it is'
run units-add -d nowhere name=乙 kind=enterprise area=360102007
expect_error 'a directory that is not there' 3 'nowhere' 'No such file or directory'
[ ! -e nowhere ]
ok $? 'is not made'

cat >hold.py <<'E2'
# hold.py FILE COMMAND…: runs the command while FILE is locked as the programs do it
import fcntl, os, struct, subprocess, sys
fd = os.open(sys.argv[1], os.O_RDWR | os.O_CREAT, 0o600)
fcntl.fcntl(fd, fcntl.F_OFD_SETLK, struct.pack("hhqqi4x", fcntl.F_WRLCK, 0, 0, 0, 0))
sys.exit(subprocess.call(sys.argv[2:]))
E2
run python3 hold.py d/.lock units-add -d d --lock-timeout 0.1 name=乙 kind=enterprise area=360102007
expect 'a lock that is not free in time' 75 </dev/null
expect_error 'is told' 75 'd/.lock' '--lock-timeout'
unchanged 'nothing is written then'

fresh
cat >queue.py <<'E2'
# queue.py: ten writers come one after another while the lock is held
import fcntl, os, struct, subprocess, time
fd = os.open("d/.lock", os.O_RDWR | os.O_CREAT, 0o600)
fcntl.fcntl(fd, fcntl.F_OFD_SETLK, struct.pack("hhqqi4x", fcntl.F_WRLCK, 0, 0, 1, 0))
place, writers, deadline = f":{os.fstat(fd).st_ino} ", [], time.monotonic() + 60
for number in range(10):
    writers.append(subprocess.Popen(["visits-log", "-q", "-d", "d", "date=2024-03-01", "unit=U1", "kind=routine",
                                     f"text={number}"], stdout=subprocess.DEVNULL))
    seen = 0  # times in a row: the list may show a lock twice when others come and go while it is read
    while seen < 5 and time.monotonic() < deadline:
        with open("/proc/locks") as file:
            waiting = sum(place in line for line in file)  # and the lock itself
        seen = seen + 1 if waiting == number + 2 else 0
        time.sleep(0.002)
os.close(fd)
for writer in writers:
    writer.wait()
E2
if [ "$(uname)" = Linux ] && [ -r /proc/locks ]; then
	python3 queue.py
	[ "$(sed 1d d/visits.csv | cut -d , -f 8 | tr -d '\n')" = 0123456789 ]
	ok $? 'writers that wait get the lock in the order in which they came'
else
	ok 0 'writers that wait get the lock in the order in which they came # SKIP no /proc/locks'
fi
finish
