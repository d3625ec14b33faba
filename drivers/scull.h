/* SPDX-License-Identifier: MIT */
/*
 * The ioctl commands of scull, scullc, scullp and scullv. For drivers and for programs.
 *
 * Every tunable has six commands; the letter says how the value travels:
 *
 *	S  Set       value read through the pointer in the argument
 *	T  Tell      value is the argument itself
 *	G  Get       value written through the pointer
 *	Q  Query     value is the call's result
 *	X  eXchange  Set and Get at once, through the pointer
 *	H  sHift     Tell and Query at once
 *
 * Those that change a value (S, T, X, H) need CAP_SYS_ADMIN, else -EPERM. A command of another
 * magic or number is -ENOTTY. A changed tunable takes effect on a device when it is next trimmed.
 */
#ifndef DRIVERS_SCULL_H
#define DRIVERS_SCULL_H

#include <linux/ioctl.h>

/* scull: one magic, quantum and qset interleaved, and the size of a pipe's buffer at the end. */
#define SCULL_IOC_MAGIC 'k'

#define SCULL_IOCRESET	  _IO(SCULL_IOC_MAGIC, 0) /* both tunables back to their defaults */
#define SCULL_IOCSQUANTUM _IOW(SCULL_IOC_MAGIC, 1, int)
#define SCULL_IOCSQSET	  _IOW(SCULL_IOC_MAGIC, 2, int)
#define SCULL_IOCTQUANTUM _IO(SCULL_IOC_MAGIC, 3)
#define SCULL_IOCTQSET	  _IO(SCULL_IOC_MAGIC, 4)
#define SCULL_IOCGQUANTUM _IOR(SCULL_IOC_MAGIC, 5, int)
#define SCULL_IOCGQSET	  _IOR(SCULL_IOC_MAGIC, 6, int)
#define SCULL_IOCQQUANTUM _IO(SCULL_IOC_MAGIC, 7)
#define SCULL_IOCQQSET	  _IO(SCULL_IOC_MAGIC, 8)
#define SCULL_IOCXQUANTUM _IOWR(SCULL_IOC_MAGIC, 9, int)
#define SCULL_IOCXQSET	  _IOWR(SCULL_IOC_MAGIC, 10, int)
#define SCULL_IOCHQUANTUM _IO(SCULL_IOC_MAGIC, 11)
#define SCULL_IOCHQSET	  _IO(SCULL_IOC_MAGIC, 12)
#define SCULL_P_IOCTSIZE  _IO(SCULL_IOC_MAGIC, 13) /* bytes of a pipe's buffer */
#define SCULL_P_IOCQSIZE  _IO(SCULL_IOC_MAGIC, 14)
#define SCULL_IOC_MAXNR	  14

/*
 * scullc, scullp, scullv: another magic and one layout. Commands 1…6 are about the quantum:
 * in bytes for scullc, as an order of pages for scullp and scullv. 7…12 are about the qset.
 */
#define SCULLX_IOC_MAGIC 'K'

#define SCULLC_IOCRESET	   _IO(SCULLX_IOC_MAGIC, 0)
#define SCULLC_IOCSQUANTUM _IOW(SCULLX_IOC_MAGIC, 1, int)
#define SCULLC_IOCTQUANTUM _IO(SCULLX_IOC_MAGIC, 2)
#define SCULLC_IOCGQUANTUM _IOR(SCULLX_IOC_MAGIC, 3, int)
#define SCULLC_IOCQQUANTUM _IO(SCULLX_IOC_MAGIC, 4)
#define SCULLC_IOCXQUANTUM _IOWR(SCULLX_IOC_MAGIC, 5, int)
#define SCULLC_IOCHQUANTUM _IO(SCULLX_IOC_MAGIC, 6)
#define SCULLC_IOCSQSET	   _IOW(SCULLX_IOC_MAGIC, 7, int)
#define SCULLC_IOCTQSET	   _IO(SCULLX_IOC_MAGIC, 8)
#define SCULLC_IOCGQSET	   _IOR(SCULLX_IOC_MAGIC, 9, int)
#define SCULLC_IOCQQSET	   _IO(SCULLX_IOC_MAGIC, 10)
#define SCULLC_IOCXQSET	   _IOWR(SCULLX_IOC_MAGIC, 11, int)
#define SCULLC_IOCHQSET	   _IO(SCULLX_IOC_MAGIC, 12)
#define SCULLX_IOC_MAXNR   12

#define SCULLP_IOCRESET	 SCULLC_IOCRESET
#define SCULLP_IOCSORDER SCULLC_IOCSQUANTUM
#define SCULLP_IOCTORDER SCULLC_IOCTQUANTUM
#define SCULLP_IOCGORDER SCULLC_IOCGQUANTUM
#define SCULLP_IOCQORDER SCULLC_IOCQQUANTUM
#define SCULLP_IOCXORDER SCULLC_IOCXQUANTUM
#define SCULLP_IOCHORDER SCULLC_IOCHQUANTUM
#define SCULLP_IOCSQSET	 SCULLC_IOCSQSET
#define SCULLP_IOCTQSET	 SCULLC_IOCTQSET
#define SCULLP_IOCGQSET	 SCULLC_IOCGQSET
#define SCULLP_IOCQQSET	 SCULLC_IOCQQSET
#define SCULLP_IOCXQSET	 SCULLC_IOCXQSET
#define SCULLP_IOCHQSET	 SCULLC_IOCHQSET

#define SCULLV_IOCRESET	 SCULLP_IOCRESET
#define SCULLV_IOCSORDER SCULLP_IOCSORDER
#define SCULLV_IOCTORDER SCULLP_IOCTORDER
#define SCULLV_IOCGORDER SCULLP_IOCGORDER
#define SCULLV_IOCQORDER SCULLP_IOCQORDER
#define SCULLV_IOCXORDER SCULLP_IOCXORDER
#define SCULLV_IOCHORDER SCULLP_IOCHORDER
#define SCULLV_IOCSQSET	 SCULLP_IOCSQSET
#define SCULLV_IOCTQSET	 SCULLP_IOCTQSET
#define SCULLV_IOCGQSET	 SCULLP_IOCGQSET
#define SCULLV_IOCQQSET	 SCULLP_IOCQQSET
#define SCULLV_IOCXQSET	 SCULLP_IOCXQSET
#define SCULLV_IOCHQSET	 SCULLP_IOCHQSET

#endif
