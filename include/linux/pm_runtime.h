/* SPDX-License-Identifier: MIT */
/* Runtime power management: devices are always on; usage counts are kept. */
#ifndef _LINUX_PM_RUNTIME_H
#define _LINUX_PM_RUNTIME_H

#include <linux/device.h>
#include <linux/pm.h>

static inline void pm_runtime_enable(struct device *dev)
{
	dev->power.runtime_enabled = true;
}

static inline void pm_runtime_disable(struct device *dev)
{
	dev->power.runtime_enabled = false;
}

static inline int pm_runtime_get_sync(struct device *dev)
{
	atomic_inc(&dev->power.usage_count);
	return 1;
}

static inline int pm_runtime_resume_and_get(struct device *dev)
{
	atomic_inc(&dev->power.usage_count);
	return 0;
}

static inline int pm_runtime_get(struct device *dev)
{
	atomic_inc(&dev->power.usage_count);
	return 1;
}

static inline void pm_runtime_get_noresume(struct device *dev)
{
	atomic_inc(&dev->power.usage_count);
}

static inline void pm_runtime_put_noidle(struct device *dev)
{
	atomic_add_unless(&dev->power.usage_count, -1, 0);
}

static inline int pm_runtime_put(struct device *dev)
{
	pm_runtime_put_noidle(dev);
	return 0;
}

static inline int pm_runtime_put_sync(struct device *dev)
{
	pm_runtime_put_noidle(dev);
	return 0;
}

static inline int pm_runtime_put_autosuspend(struct device *dev)
{
	pm_runtime_put_noidle(dev);
	return 0;
}

static inline void pm_runtime_mark_last_busy(struct device *dev)
{
}

static inline void pm_runtime_use_autosuspend(struct device *dev)
{
}

static inline void pm_runtime_dont_use_autosuspend(struct device *dev)
{
}

static inline void pm_runtime_set_autosuspend_delay(struct device *dev, int delay)
{
}

static inline int pm_runtime_set_active(struct device *dev)
{
	return 0;
}

static inline void pm_runtime_set_suspended(struct device *dev)
{
}

static inline bool pm_runtime_suspended(struct device *dev)
{
	return false;
}

static inline bool pm_runtime_enabled(struct device *dev)
{
	return dev->power.runtime_enabled;
}

#endif
