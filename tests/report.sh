# Sourced by the tests of report-render: figures, areas, definitions and a list, and a template rendered with them.
# shellcheck disable=SC1091,SC2154
. "${0%/*}/lib.sh"

cat >figures.csv <<'E'
figure,area,period,group,value,of
units,,2024-06-30,,80,
units,360102002,2024-06-30,,50,
units,360102004,2024-06-30,,30,
party.covered,,2024-06-30,,57,80
party.covered,360102002,2024-06-30,,50,50
party.covered,360102004,2024-06-30,,7,30
party.orgs,,2024-06-30,,7,
party.orgs,,2024-06-30,mode=,1,
party.orgs,,2024-06-30,mode=joint,2,
party.orgs,,2024-06-30,mode=single,4,
visits,,2024-01-01/2024-06-30,,1126,
visits,,2024-06-01/2024-06-30,,46,
cooling,,2024-01-01/2024-06-30,,50000.00,
none,,2024-06-30,,0,0
E
cat >areas.csv <<'E'
code,name,vintage
360102,东湖区,2023-06-30
360102002,滕王*阁街道,2023-06-30
360102004,百花洲街道,2023-06-30
E
cat >definitions.csv <<'E'
figure,label,unit,register,when,where,measure,of,group,match,note
units,单位,家,,,,,,,,
party.covered,覆盖单位,家,,,,,,,,
party.orgs,党组织,个,,,,,,mode,,
visits,走访,次,visits,date,,rows,,,,
E
cat >sites.csv <<'E'
id,name
S1,央央_春天
S2,豫章|后街
S3,
S4,央央_春天
S5,阳明路
E

# render TEMPLATE-TEXT OPTION…: the text on standard input, the figures from figures.csv
render() {
	printf '%s\n' "$1" >template.md
	shift
	run report-render -f figures.csv --areas areas.csv -D definitions.csv -l sites=sites.csv "$@" template.md
}
