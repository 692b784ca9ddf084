/* The kernel itself, the clock, the machine, other doors into the kernel, and the processor. Arguments are such that nothing breaks where they are not refused. */
#include "probe.h"
#include <linux/perf_event.h>
#include <sys/sysinfo.h>
#include <sys/utsname.h>

static struct perf_event_attr cycles = {.type = PERF_TYPE_SOFTWARE, .size = sizeof(struct perf_event_attr), .config = PERF_COUNT_SW_TASK_CLOCK, .exclude_kernel = 1};

PROBE(kernel_program, CALL(SYS_bpf, 0, (char[128]){0}, 128))
PROBE(count_events, CALL(SYS_perf_event_open, &cycles, 0, -1, -1, 0L))
PROBE(count_events_of_victim, CALL(SYS_perf_event_open, &cycles, v.pid, -1, -1, 0L))
PROBE(load_module, CALL(SYS_init_module, "", 0L, ""))
PROBE(load_module_by_descriptor, CALL(SYS_finit_module, -1, "", 0))
PROBE(unload_module, CALL(SYS_delete_module, "horngate_nothing", 0))
PROBE(load_kernel, CALL(SYS_kexec_load, 0L, 0L, 0L, -1L))
PROBE(reboot_, CALL(SYS_reboot, 0, 0, 0, 0L))
PROBE(kernel_log, CALL(SYS_syslog, 10, 0L, 0))
PROBE(set_clock, CALL(SYS_clock_settime, 99, (long[2]){0}))
PROBE(set_time, CALL(SYS_settimeofday, 0L, (int[2]){0}))
PROBE(adjust_clock, CALL(SYS_adjtimex, (char[256]){0}))
PROBE(host_name, CALL(SYS_sethostname, "x", -1))
PROBE(read_host_name, CALL(SYS_uname, (char[400]){0}))
PROBE(machine_state, CALL(SYS_sysinfo, (char[128]){0}))
PROBE(swap, CALL(SYS_swapon, "/horngate-nothing-is-here", 0))
PROBE(accounting, CALL(SYS_acct, "/horngate-nothing-is-here"))
PROBE(quota, CALL(SYS_quotactl, 0, 0L, 0, 0L))
PROBE(ports, CALL(SYS_ioperm, 0x80L, 1L, 1))
PROBE(all_ports, CALL(SYS_iopl, 3))
PROBE(hang_up, CALL(SYS_vhangup))
PROBE(unknown_call, CALL(1000))
PROBE(negative_call, CALL(-2))
PROBE(x32_call, CALL(0x40000000 | SYS_getpid))

/* 32-bit getpid (20) through the old door: numbers of another table. */
static long old_door(victim v) {
  (void)v;
  long answer;
  __asm__ volatile("int $0x80" : "=a"(answer) : "a"(20L) : "memory", "r8", "r9", "r10", "r11");
  return answer;
}
static long performance_counter(victim v) {
  (void)v;
  unsigned low, high;
  __asm__ volatile("rdpmc" : "=a"(low), "=d"(high) : "c"(0));
  return (long)low;
}
static long machine_register(victim v) {
  (void)v;
  unsigned low, high;
  __asm__ volatile("rdmsr" : "=a"(low), "=d"(high) : "c"(0x10));
  return (long)low;
}
static long port(victim v) {
  (void)v;
  unsigned char value;
  __asm__ volatile("inb $0x80, %0" : "=a"(value));
  return value;
}
/* The one that passes: an instruction, which no filter sees. */
static long time_stamp_counter(victim v) {
  (void)v;
  unsigned low, high;
  __asm__ volatile("rdtsc" : "=a"(low), "=d"(high));
  return (long)(low >> 1);
}

#define P(name) {#name, name}
const probe KERNEL[] = {P(kernel_program), P(count_events), P(count_events_of_victim), P(load_module), P(load_module_by_descriptor), P(unload_module), P(load_kernel),
  {"reboot", reboot_}, P(kernel_log), P(set_clock), P(set_time), P(adjust_clock), P(host_name), P(read_host_name), P(machine_state), P(swap), P(accounting), P(quota),
  P(ports), P(all_ports), P(hang_up), P(unknown_call), P(negative_call), P(x32_call), P(old_door), P(performance_counter), P(machine_register), P(port),
  P(time_stamp_counter), {0, 0}};
