// SPDX-License-Identifier: MIT
/* words: /proc/words counts the words written to it, in a slab cache and a list (seq_file). */
#include <linux/ctype.h>
#include <linux/list.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/proc_fs.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/uaccess.h>

#define WORD_MAX  24
#define WRITE_MAX 4096

struct word {
	struct list_head list;
	unsigned int count;
	char text[WORD_MAX];
};

static struct kmem_cache *word_cache;
static LIST_HEAD(words); /* in the order of first appearance; under the lock, as all counts */
static DEFINE_MUTEX(words_lock);

static int word_add(const char *text)
{
	struct word *w;

	list_for_each_entry (w, &words, list) {
		if (!strcmp(w->text, text)) {
			w->count++;
			return 0;
		}
	}
	w = kmem_cache_alloc(word_cache, GFP_KERNEL);
	if (!w)
		return -ENOMEM;
	strscpy(w->text, text, sizeof(w->text));
	w->count = 1;
	list_add_tail(&w->list, &words);
	return 0;
}

static void *words_start(struct seq_file *m, loff_t *pos)
{
	mutex_lock(&words_lock);
	return seq_list_start(&words, *pos);
}

static void *words_next(struct seq_file *m, void *v, loff_t *pos)
{
	return seq_list_next(v, &words, pos);
}

static void words_stop(struct seq_file *m, void *v)
{
	mutex_unlock(&words_lock);
}

static int words_show(struct seq_file *m, void *v)
{
	const struct word *w = list_entry(v, struct word, list);

	seq_printf(m, "%6u %s\n", w->count, w->text);
	return 0;
}

static const struct seq_operations words_seq = {
	.start = words_start,
	.next = words_next,
	.stop = words_stop,
	.show = words_show,
};

static int words_open(struct inode *inode, struct file *file)
{
	return seq_open(file, &words_seq);
}

static ssize_t words_write(struct file *file, const char __user *buf, size_t count, loff_t *pos)
{
	char *text, *rest, *word;
	int err = 0;

	if (count > WRITE_MAX)
		count = WRITE_MAX; /* the caller comes back with the rest */
	text = memdup_user_nul(buf, count);
	if (IS_ERR(text))
		return PTR_ERR(text);
	rest = text;
	mutex_lock(&words_lock);
	while (!err && (word = strsep(&rest, " \t\n")) != NULL) {
		word[min_t(size_t, strlen(word), WORD_MAX - 1)] = '\0';
		if (*word)
			err = word_add(word);
	}
	mutex_unlock(&words_lock);
	kfree(text);
	return err ? err : count;
}

static const struct proc_ops words_ops = {
	.proc_open = words_open,
	.proc_read = seq_read,
	.proc_write = words_write,
	.proc_lseek = seq_lseek,
	.proc_release = seq_release,
};

static int __init words_init(void)
{
	word_cache = KMEM_CACHE(word, 0);
	if (!word_cache)
		return -ENOMEM;
	if (!proc_create("words", 0666, NULL, &words_ops)) {
		kmem_cache_destroy(word_cache);
		return -ENOMEM;
	}
	return 0;
}

static void __exit words_exit(void)
{
	struct word *w, *next;

	remove_proc_entry("words", NULL);
	list_for_each_entry_safe (w, next, &words, list)
		kmem_cache_free(word_cache, w);
	kmem_cache_destroy(word_cache);
}

module_init(words_init);
module_exit(words_exit);

MODULE_DESCRIPTION("Counts words");
MODULE_LICENSE("Dual MIT/GPL");
