/* Users, groups, capabilities, and the filters themselves. */
#include "probe.h"
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/seccomp.h>

static struct sock_filter everything[] = {{0x06, 0, 0, 0x7fff0000}};
static struct sock_fprog program = {1, everything};

PROBE(become_root, CALL(SYS_setuid, 0))
PROBE(become_root_all, CALL(SYS_setresuid, 0, 0, 0))
PROBE(become_root_group, CALL(SYS_setgid, 0))
PROBE(join_groups, CALL(SYS_setgroups, 1L, (int[1]){0}))
PROBE(file_user, CALL(SYS_setfsuid, 0))
PROBE(take_capabilities, CALL(SYS_capset, &(struct __user_cap_header_struct){_LINUX_CAPABILITY_VERSION_3, 0}, (int[6]){-1, -1, 0, -1, -1, 0}))
PROBE(keep_capabilities, CALL(SYS_prctl, 8, 1, 0, 0, 0))
PROBE(ambient_capability, CALL(SYS_prctl, 47, 2, 21, 0, 0))
PROBE(secure_bits, CALL(SYS_prctl, 28, 0, 0, 0, 0))
PROBE(allow_everything, CALL(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program))
PROBE(allow_everything_old_call, CALL(SYS_prctl, 22, 2, &program, 0, 0))
PROBE(answer_for_the_kernel, CALL(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_NEW_LISTENER, &program))
PROBE(strict_mode, CALL(SYS_prctl, 22, 1, 0, 0, 0))
PROBE(new_landlock, CALL(SYS_landlock_create_ruleset, 0L, 0L, 1))
PROBE(restrict_again, CALL(SYS_landlock_restrict_self, 0, 0))
PROBE(module_attributes, CALL(CALL_LSM_SET_SELF_ATTR, 100, 0L, 0, 0))
PROBE(store_bypass_on, CALL(SYS_prctl, 53, 0, 2, 0, 0))
PROBE(who_am_i, CALL(SYS_getuid))
PROBE(what_may_i, CALL(SYS_capget, &(struct __user_cap_header_struct){_LINUX_CAPABILITY_VERSION_3, 0}, (int[6]){0}))

#define P(name) {#name, name}
const probe USERS[] = {P(become_root), P(become_root_all), P(become_root_group), P(join_groups), P(file_user), P(take_capabilities), P(keep_capabilities),
  P(ambient_capability), P(secure_bits), P(allow_everything), P(allow_everything_old_call), P(answer_for_the_kernel), P(strict_mode), P(new_landlock),
  P(restrict_again), P(module_attributes), P(store_bypass_on), P(who_am_i), P(what_may_i), {0, 0}};
