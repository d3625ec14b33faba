/* SPDX-License-Identifier: MIT */
/* Selectors and values in equal steps. */
#include <linux/errno.h>
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/linear_range.h>

unsigned int linear_range_values_in_range(const struct linear_range *r)
{
	return r ? r->max_sel - r->min_sel + 1 : 0;
}
EXPORT_SYMBOL_GPL(linear_range_values_in_range);

unsigned int linear_range_values_in_range_array(const struct linear_range *r, int ranges)
{
	unsigned int n = 0;

	for (int i = 0; i < ranges; i++)
		n += linear_range_values_in_range(&r[i]);
	return n;
}
EXPORT_SYMBOL_GPL(linear_range_values_in_range_array);

unsigned int linear_range_get_max_value(const struct linear_range *r)
{
	return r->min + (r->max_sel - r->min_sel) * r->step;
}
EXPORT_SYMBOL_GPL(linear_range_get_max_value);

int linear_range_get_value(const struct linear_range *r, unsigned int selector, unsigned int *val)
{
	if (selector < r->min_sel || selector > r->max_sel)
		return -EINVAL;
	*val = r->min + (selector - r->min_sel) * r->step;
	return 0;
}
EXPORT_SYMBOL_GPL(linear_range_get_value);

int linear_range_get_value_array(const struct linear_range *r, int ranges, unsigned int selector,
				 unsigned int *val)
{
	for (int i = 0; i < ranges; i++)
		if (!linear_range_get_value(&r[i], selector, val))
			return 0;
	return -EINVAL;
}
EXPORT_SYMBOL_GPL(linear_range_get_value_array);

int linear_range_get_selector_low(const struct linear_range *r, unsigned int val,
				  unsigned int *selector, bool *found)
{
	*found = false;
	if (val < r->min)
		return -EINVAL;
	*found = val <= linear_range_get_max_value(r);
	*selector = !*found || !r->step ? r->max_sel : r->min_sel + (val - r->min) / r->step;
	return 0;
}
EXPORT_SYMBOL_GPL(linear_range_get_selector_low);

/* The first range that holds @val, or else the last one that lies below it. */
int linear_range_get_selector_low_array(const struct linear_range *r, int ranges, unsigned int val,
					unsigned int *selector, bool *found)
{
	int ret = -EINVAL;

	for (int i = 0; i < ranges; i++) {
		if (!linear_range_get_selector_low(&r[i], val, selector, found))
			ret = 0;
		if (*found)
			break;
	}
	return ret;
}
EXPORT_SYMBOL_GPL(linear_range_get_selector_low_array);

int linear_range_get_selector_high(const struct linear_range *r, unsigned int val,
				   unsigned int *selector, bool *found)
{
	*found = false;
	if (val > linear_range_get_max_value(r))
		return -EINVAL;
	*found = val >= r->min;
	if (!*found)
		*selector = r->min_sel;
	else
		*selector = r->step ? r->min_sel + DIV_ROUND_UP(val - r->min, r->step) : r->max_sel;
	return 0;
}
EXPORT_SYMBOL_GPL(linear_range_get_selector_high);

void linear_range_get_selector_within(const struct linear_range *r, unsigned int val,
				      unsigned int *selector)
{
	bool found;

	if (linear_range_get_selector_low(r, val, selector, &found))
		*selector = r->min_sel;
}
EXPORT_SYMBOL_GPL(linear_range_get_selector_within);
