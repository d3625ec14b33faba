/* SPDX-License-Identifier: MIT */
#include "jobs.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

/* Messages in English and without typographic quotes: the launcher reads some of them. */
static char **job_environment(struct arena *arena)
{
	struct words env = {.arena = arena};

	for (char **e = environ; *e; e++)
		if (strncmp(*e, "LC_ALL=", 7) != 0 && strncmp(*e, "MAKEFLAGS=", 10) != 0 &&
		    strncmp(*e, "MAKELEVEL=", 10) != 0)
			words_add(&env, *e);
	words_add(&env, "LC_ALL=C");
	return env.v;
}

static int input_file(const char *text)
{
	int fd;

	if (!text)
		return open("/dev/null", O_RDONLY | O_CLOEXEC);
	fd = memfd_create("input", MFD_CLOEXEC);
	if (fd >= 0 && write(fd, text, strlen(text)) == (ssize_t)strlen(text))
		lseek(fd, 0, SEEK_SET);
	return fd;
}

static void job_start(struct job *job, char **env)
{
	posix_spawn_file_actions_t act;
	int in = input_file(job->stdin_text);

	job->fd[0] = memfd_create("out", MFD_CLOEXEC);
	job->fd[1] = memfd_create("err", MFD_CLOEXEC);
	posix_spawn_file_actions_init(&act);
	posix_spawn_file_actions_adddup2(&act, in, 0);
	posix_spawn_file_actions_adddup2(&act, job->fd[0], 1);
	posix_spawn_file_actions_adddup2(&act, job->fd[1], 2);
	if (job->dir)
		posix_spawn_file_actions_addchdir_np(&act, job->dir);
	errno = posix_spawnp(&job->pid, job->argv[0], &act, NULL, job->argv, env);
	job->status = 0;
	if (errno) {
		dprintf(job->fd[1], "%s: %s\n", job->argv[0], strerror(errno));
		job->pid = 0;
		job->status = -1;
	}
	posix_spawn_file_actions_destroy(&act);
	close(in);
}

static char *slurp(struct arena *arena, int fd)
{
	struct stat st;
	char *p;

	if (fd < 0 || fstat(fd, &st) < 0)
		return arena_strdup(arena, "");
	p = arena_alloc(arena, (size_t)st.st_size + 1);
	if (pread(fd, p, (size_t)st.st_size, 0) != st.st_size)
		p[0] = 0;
	close(fd);
	return p;
}

static void job_wait(struct arena *arena, struct job *job)
{
	int st;

	if (job->pid > 0) {
		while (waitpid(job->pid, &st, 0) < 0 && errno == EINTR)
			;
		job->status = WIFEXITED(st) ? WEXITSTATUS(st) : 128 + WTERMSIG(st);
	}
	job->out = slurp(arena, job->fd[0]);
	job->err = slurp(arena, job->fd[1]);
}

void jobs_run(struct arena *arena, struct job *jobs, size_t n)
{
	long cpus = sysconf(_SC_NPROCESSORS_ONLN);
	size_t width = cpus > 1 ? (size_t)cpus : 1;
	char **env = job_environment(arena);

	/* In order, a window of @width: with equal jobs as good as waiting for any. */
	for (size_t i = 0; i < n + width; i++) {
		if (i >= width && i - width < n)
			job_wait(arena, &jobs[i - width]);
		if (i < n)
			job_start(&jobs[i], env);
	}
}
