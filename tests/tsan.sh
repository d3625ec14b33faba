#!/usr/bin/env bash
# The core's suites in parallel mode under ThreadSanitizer. Each report is a failed test; there
# are no suppressions, since all that runs is ours.
set -u
out=$(mktemp) || exit 1
trap 'rm -f "$out"' EXIT
# Address space randomisation can take what the sanitizer wants for its shadow.
fixed=(setarch "$(uname -m)" -R)
"${fixed[@]}" true 2>/dev/null || fixed=()
kunit() {
	TSAN_OPTIONS='halt_on_error=0 exitcode=66 history_size=4' \
		"${fixed[@]}" build/tsan/kunit -m "nodes=2,mem=64M,sched=parallel,$1" "${@:2}" 2>&1
}
# All with every check on; and what is another code with fewer: the allocators' fast paths.
{
	kunit cpus=2,checks=full
	rc=$?
	for suites in 'slab*' 'buddy*' p{cp,age_calls,ercpu}; do
		kunit cpus=2,checks=on "$suites" || rc=$?
	done
	exit "$rc"
} | tee "$out"
rc=${PIPESTATUS[0]}
n=2000
while read -r report; do
	n=$((n + 1))
	echo "    not ok $n - ${report#SUMMARY: }"
done < <(grep '^SUMMARY: ThreadSanitizer' "$out" | sort | uniq)
exit "$rc"
