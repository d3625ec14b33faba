#!/usr/bin/env bash
# The core's suites in parallel mode: every vCPU on a host thread of its own, in real time.
# No seed repeats a failure here; tests/tsan.sh looks at the same suites with more patience.
exec build/kunit -m 'nodes=2,mem=64M,cpus=1,checks=on,sched=parallel'
