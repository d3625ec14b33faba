/* SPDX-License-Identifier: MIT */
/*
 * CPU hot-plug states. CPUs of a declared machine stay online from boot to teardown, so a
 * registered start callback is called for every CPU at once, and an end callback on removal.
 */
#ifndef LINUX_CPUHOTPLUG_H
#define LINUX_CPUHOTPLUG_H

#include <linux/types.h>

enum cpuhp_state {
	CPUHP_INVALID = -1,
	CPUHP_OFFLINE = 0,
	CPUHP_PAGE_ALLOC = 15,
	CPUHP_BP_PREPARE_DYN = 60,
	CPUHP_BP_PREPARE_DYN_END = 80,
	CPUHP_AP_ONLINE = 160,
	CPUHP_AP_ONLINE_DYN = 190,
	CPUHP_AP_ONLINE_DYN_END = 220,
	CPUHP_ONLINE = 230,
};

/* A number > 0 for a dynamic state, 0 for a fixed one, or what @startup failed with. May sleep. */
int __cpuhp_setup_state(enum cpuhp_state state, const char *name, bool invoke,
			int (*startup)(unsigned int cpu), int (*teardown)(unsigned int cpu),
			bool multi_instance);
void __cpuhp_remove_state(enum cpuhp_state state, bool invoke);
#define cpuhp_setup_state(state, name, startup, teardown) \
	__cpuhp_setup_state(state, name, true, startup, teardown, false)
#define cpuhp_setup_state_nocalls(state, name, startup, teardown) \
	__cpuhp_setup_state(state, name, false, startup, teardown, false)
#define cpuhp_setup_state_cpuslocked	  cpuhp_setup_state
#define cpuhp_remove_state(state)	  __cpuhp_remove_state(state, true)
#define cpuhp_remove_state_nocalls(state) __cpuhp_remove_state(state, false)

#endif
