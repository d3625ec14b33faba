/* SPDX-License-Identifier: MIT */
#ifndef LINUX_NSPROXY_H
#define LINUX_NSPROXY_H
struct uts_namespace;
struct pid_namespace;
struct net;
struct nsproxy {
	struct uts_namespace *uts_ns;
	struct pid_namespace *pid_ns_for_children;
	struct net *net_ns;
};
extern struct nsproxy init_nsproxy;
#endif
