/* SPDX-License-Identifier: MIT */
/* dev_err and its kin: "driver device: message". */
#include <linux/device.h>
#include <linux/err.h>
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/printk.h>

static void dev_vprintk(const char *level, const struct device *dev, struct va_format *vaf)
{
	if (dev)
		printk("%s%s %s: %pV", level, dev_driver_string(dev), dev_name(dev), vaf);
	else
		printk("%s(NULL device *): %pV", level, vaf);
}

int dev_printk_emit(int level, const struct device *dev, const char *fmt, ...)
{
	char text[3] = {KERN_SOH_ASCII, '0' + level, '\0'};
	struct va_format vaf = {.fmt = fmt};
	va_list args;

	va_start(args, fmt);
	vaf.va = &args;
	printk("%s%pV", text, &vaf);
	va_end(args);
	return 0;
}
EXPORT_SYMBOL(dev_printk_emit);

void _dev_printk(const char *level, const struct device *dev, const char *fmt, ...)
{
	struct va_format vaf = {.fmt = fmt};
	va_list args;

	va_start(args, fmt);
	vaf.va = &args;
	dev_vprintk(level, dev, &vaf);
	va_end(args);
}
EXPORT_SYMBOL(_dev_printk);

#define DEFINE_DEV_PRINTK(func, level)                            \
	void func(const struct device *dev, const char *fmt, ...) \
	{                                                         \
		struct va_format vaf = {.fmt = fmt};              \
		va_list args;                                     \
		va_start(args, fmt);                              \
		vaf.va = &args;                                   \
		dev_vprintk(level, dev, &vaf);                    \
		va_end(args);                                     \
	}                                                         \
	EXPORT_SYMBOL(func)

DEFINE_DEV_PRINTK(_dev_emerg, KERN_EMERG);
DEFINE_DEV_PRINTK(_dev_alert, KERN_ALERT);
DEFINE_DEV_PRINTK(_dev_crit, KERN_CRIT);
DEFINE_DEV_PRINTK(_dev_err, KERN_ERR);
DEFINE_DEV_PRINTK(_dev_warn, KERN_WARNING);
DEFINE_DEV_PRINTK(_dev_notice, KERN_NOTICE);
DEFINE_DEV_PRINTK(_dev_info, KERN_INFO);

int dev_err_probe(const struct device *dev, int err, const char *fmt, ...)
{
	struct va_format vaf = {.fmt = fmt};
	va_list args;

	va_start(args, fmt);
	vaf.va = &args;
	if (err != -EPROBE_DEFER)
		dev_err(dev, "error %pe: %pV", ERR_PTR(err), &vaf);
	va_end(args);
	return err;
}
EXPORT_SYMBOL_GPL(dev_err_probe);
