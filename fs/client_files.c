/* SPDX-License-Identifier: MIT */
/*
 * The table of files that clients have open: id → file. Ids count up and are never used again,
 * so a late message about a closed file finds nothing. The table's lock is taken in interrupt
 * context (kill_fasync does not need it; submit and release do).
 */
#include <linux/kernel.h>
#include <linux/spinlock.h>

#include "client.h"
#include "fs.h"

#define ROWS 64

static struct {
	spinlock_t lock;
	struct list_head row[ROWS];
	uint64_t next_id;
	unsigned int count;
} files = {.lock = __SPIN_LOCK_UNLOCKED(files.lock)};

/* Rows start out as zeroes: an empty one has no head yet. */
static struct list_head *row_of(uint64_t id)
{
	struct list_head *row = &files.row[id % ROWS];

	if (!row->next)
		INIT_LIST_HEAD(row);
	return row;
}

uint64_t client_file_publish(struct file *file, int tid)
{
	struct fs_file *ff = fs_file_of(file);
	unsigned long flags;
	uint64_t id;

	spin_lock_irqsave(&files.lock, flags);
	id = ff->id = ++files.next_id;
	ff->tid = tid;
	list_add_tail(&ff->all, row_of(id));
	files.count++;
	spin_unlock_irqrestore(&files.lock, flags);
	return id;
}

/* => files.lock */
static struct fs_file *find(uint64_t id)
{
	struct fs_file *ff;

	list_for_each_entry (ff, row_of(id), all)
		if (ff->id == id)
			return ff;
	return NULL;
}

struct file *client_file_get(uint64_t id)
{
	struct fs_file *ff;
	unsigned long flags;

	spin_lock_irqsave(&files.lock, flags);
	ff = find(id);
	if (ff)
		get_file(&ff->file);
	spin_unlock_irqrestore(&files.lock, flags);
	return ff ? &ff->file : NULL;
}

struct file *client_file_take(uint64_t id)
{
	struct fs_file *ff;
	unsigned long flags;

	spin_lock_irqsave(&files.lock, flags);
	ff = find(id);
	if (ff) {
		list_del(&ff->all);
		files.count--;
	}
	spin_unlock_irqrestore(&files.lock, flags);
	return ff ? &ff->file : NULL;
}

unsigned int client_file_count(void)
{
	return READ_ONCE(files.count);
}

/* Close what clients never closed: they are gone. */
void client_files_exit(void)
{
	for (unsigned int i = 0; i < ROWS; i++) {
		struct list_head *row = row_of(i);

		while (!list_empty(row)) {
			struct fs_file *ff = list_first_entry(row, struct fs_file, all);
			struct file *file = client_file_take(ff->id);

			watch_forget(file);
			filp_close(file, NULL);
		}
	}
	files.next_id = 0;
}
