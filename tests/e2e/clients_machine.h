/* SPDX-License-Identifier: MIT */
#ifndef TESTS_E2E_CLIENTS_MACHINE_H
#define TESTS_E2E_CLIENTS_MACHINE_H

/* Serve the sockets until the other side hangs up or says SHUTDOWN. Does not return. */
void clients_machine(int control_fd, int user_fd);

#endif
