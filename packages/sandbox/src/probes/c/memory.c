/* Pages that become code, and memory that no limit counts. */
#include "probe.h"
#include <stdlib.h>

#define PAGE 4096L
#define GiB (1L << 30)
#define ANY (MAP_PRIVATE | MAP_ANONYMOUS)

static long map(long at, long bytes, int protection, int flags) { return CALL(SYS_mmap, at, bytes, protection, flags, -1, 0L); }

static char scratch[2 * PAGE];
static long scratch_page(void) { return ((long)scratch + PAGE - 1) & -PAGE; }

/* mov eax, 42; ret */
static const unsigned char CODE[] = {0xb8, 42, 0, 0, 0, 0xc3};
static long run_code(void *page) { return ((int (*)(void))page)(); }

static long write_and_execute(victim v) {
  (void)v;
  long page = map(0, PAGE, PROT_READ | PROT_WRITE | PROT_EXEC, ANY);
  if (page < 0) return page;
  memcpy((void *)page, CODE, sizeof CODE);
  return run_code((void *)page);
}
static long write_then_execute(victim v) {
  (void)v;
  long page = map(0, PAGE, PROT_READ | PROT_WRITE, ANY);
  if (page < 0) return page;
  memcpy((void *)page, CODE, sizeof CODE);
  long answer = CALL(SYS_mprotect, page, PAGE, PROT_READ | PROT_EXEC);
  return answer < 0 ? answer : run_code((void *)page);
}
static long execute_high_bits(victim v) {
  (void)v;
  long page = map(0, PAGE, PROT_READ | PROT_WRITE, ANY);
  if (page < 0) return page;
  memcpy((void *)page, CODE, sizeof CODE);
  long answer = CALL(SYS_mprotect, page, PAGE, 0x100000005L);
  return answer < 0 ? answer : run_code((void *)page);
}
static long execute_by_key(victim v) {
  (void)v;
  long page = map(0, PAGE, PROT_READ | PROT_WRITE, ANY);
  if (page < 0) return page;
  memcpy((void *)page, CODE, sizeof CODE);
  long answer = CALL(SYS_pkey_mprotect, page, PAGE, PROT_READ | PROT_EXEC, -1);
  return answer < 0 ? answer : run_code((void *)page);
}
static long execute_stack(victim v) {
  (void)v;
  unsigned char here[PAGE];
  memcpy(here, CODE, sizeof CODE);
  long page = (long)here & -PAGE;
  return CALL(SYS_mprotect, page, 2 * PAGE, PROT_READ | PROT_WRITE | PROT_EXEC);
}
static long patch_own_code(victim v) {
  (void)v;
  long page = (long)&run_code & -PAGE;
  return CALL(SYS_mprotect, page, PAGE, PROT_READ | PROT_WRITE | PROT_EXEC);
}
PROBE(map_null, map(0, PAGE, PROT_READ, ANY | MAP_FIXED))
PROBE(map_where_launcher_was, map(0x40000, PAGE, PROT_READ | PROT_WRITE, ANY | MAP_FIXED))
static long move_where_launcher_was(victim v) {
  (void)v;
  long page = map(0, PAGE, PROT_READ | PROT_WRITE, ANY);
  return page < 0 ? page : CALL(SYS_mremap, page, PAGE, PAGE, MREMAP_MAYMOVE | MREMAP_FIXED, 0x40000L);
}

/* Touched page by page, in pieces, until the kernel says no; what is more than the limit of the battery is an escape. */
#define BUDGET (5 * GiB / 4)
static long take(int flags, int protection_after) {
  long got = 0;
  while (got < BUDGET) {
    long bytes = 16L << 20;
    long at = map(0, bytes, protection_after ? PROT_NONE : PROT_READ | PROT_WRITE, flags);
    if (at < 0) return at;
    if (protection_after) {
      long answer = CALL(SYS_mprotect, at, bytes, protection_after);
      if (answer < 0) return answer;
    }
    for (long page = 0; page < bytes; page += PAGE) *(volatile char *)(at + page) = 1;
    got += bytes;
  }
  return got;
}
PROBE(take_private, take(ANY, 0))
PROBE(take_without_reserve, take(ANY | MAP_NORESERVE, 0))
PROBE(take_shared, take(MAP_SHARED | MAP_ANONYMOUS, 0))
/* Counted as stack, and not as data: mm/mmap.c, is_data_mapping(). */
PROBE(take_as_stack, take(ANY | MAP_GROWSDOWN, 0))
PROBE(take_forbidden_then_allowed, take(ANY, PROT_READ | PROT_WRITE))
PROBE(take_huge_pages, map(0, 2L << 20, PROT_READ | PROT_WRITE, ANY | MAP_HUGETLB) )
static long take_by_break(victim v) {
  (void)v;
  char *from = sbrk(0);
  return sbrk(BUDGET) == (void *)-1 ? -(long)errno : (char *)sbrk(0) - from;
}
/* One byte read in 2 MiB costs a page of page tables, which count nowhere: 32 GiB of addresses are 64 MiB of them. The addresses must run out. */
static long take_page_tables(victim v) {
  (void)v;
  long got = 0;
  for (; got < 4096 * GiB; got += 32 * GiB) {
    long at = map(0, 32 * GiB, PROT_READ, ANY | MAP_NORESERVE);
    if (at < 0) return at;
  }
  return got / GiB;
}
PROBE(lock_memory, CALL(SYS_mlock, scratch_page(), PAGE))
PROBE(lock_all_memory, CALL(SYS_mlockall, 3))
PROBE(handle_page_faults, CALL(SYS_userfaultfd, 1))
PROBE(secret_memory, CALL(SYS_memfd_secret, 0))
PROBE(memory_file, CALL(SYS_memfd_create, "x", 0))
PROBE(remap_pages, CALL(SYS_remap_file_pages, 0x400000L, PAGE, 0, 0L, 0))
PROBE(shadow_stack, CALL(CALL_MAP_SHADOW_STACK, 0L, PAGE, 0))
PROBE(seal_memory, CALL(CALL_MSEAL, scratch_page(), 0L, 0L))
PROBE(read_implies_execute, CALL(SYS_personality, 0x0400000L))
PROBE(local_descriptors, CALL(SYS_modify_ldt, 0, (char[64]){0}, 64L))
PROBE(thread_pointer, CALL(SYS_arch_prctl, 0x1004, (long[1]){0}))
PROBE(fault_cpuid, CALL(SYS_arch_prctl, 0x1012, 1L))
PROBE(memory_policy, CALL(SYS_set_mempolicy, 0, 0L, 0L))
PROBE(resident_pages, CALL(SYS_mincore, scratch_page(), PAGE, (char[1]){0}))
PROBE(cached_pages, CALL(CALL_CACHESTAT, 0, (long[2]){0, 0}, (long[5]){0}, 0))

#define P(name) {#name, name}
const probe MEMORY[] = {P(write_and_execute), P(write_then_execute), P(execute_high_bits), P(execute_by_key), P(execute_stack), P(patch_own_code), P(map_null),
  P(map_where_launcher_was), P(move_where_launcher_was), P(take_private), P(take_without_reserve), P(take_shared), P(take_as_stack), P(take_forbidden_then_allowed),
  P(take_huge_pages), P(take_by_break), P(take_page_tables), P(lock_memory), P(lock_all_memory), P(handle_page_faults), P(secret_memory), P(memory_file),
  P(remap_pages), P(shadow_stack), P(seal_memory), P(read_implies_execute), P(local_descriptors), P(thread_pointer), P(fault_cpuid), P(memory_policy),
  P(resident_pages), P(cached_pages), {0, 0}};
