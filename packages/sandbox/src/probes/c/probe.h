/* One probe: a hostile act, and what the kernel answered. Sources only: the battery compiles them where a compiler is. */
#ifndef HORNGATE_PROBE_H
#define HORNGATE_PROBE_H
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Whom to harm: the parent, or another tenant's runner. */
typedef struct {
  long pid;
} victim;

/* At least 0: the act was done. Less: minus the error number. */
typedef struct {
  const char *name;
  long (*run)(victim);
} probe;

/* A system call by number: what a library would do beside it proves nothing. */
#define CALL(number, ...) ({ long answer_ = syscall(number, ##__VA_ARGS__); answer_ < 0 ? -(long)errno : answer_; })
#define PROBE(name, ...) static long name(victim v) { (void)v; return __VA_ARGS__; }

/* Newer than some headers. x86-64 numbers. */
#ifndef SYS_memfd_secret
#define SYS_memfd_secret 447
#endif
#ifndef SYS_process_mrelease
#define SYS_process_mrelease 448
#endif
#define CALL_CACHESTAT 451
#define CALL_MAP_SHADOW_STACK 453
#define CALL_FUTEX_WAIT 455
#define CALL_LSM_SET_SELF_ATTR 460
#define CALL_MSEAL 462

extern const probe FILES[], KERNEL[], MEMORY[], PROCESSES[], SHARING[], USERS[];
#endif
