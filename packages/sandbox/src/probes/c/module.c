/*
 * The probes as a Node add-on: loaded before the lock, asked after it, inside the very process that a tenant's tensors reach.
 * Node-API's binary interface is stable; the few functions that are needed are declared here, so that no headers of Node are.
 */
#include "probe.h"
#include <time.h>

typedef struct napi_env__ *napi_env;
typedef struct napi_value__ *napi_value;
typedef struct napi_info__ *napi_info;
typedef napi_value (*napi_callback)(napi_env, napi_info);
extern int napi_get_cb_info(napi_env, napi_info, size_t *, napi_value *, napi_value *, void **);
extern int napi_get_value_string_utf8(napi_env, napi_value, char *, size_t, size_t *);
extern int napi_get_value_int64(napi_env, napi_value, int64_t *);
extern int napi_create_int64(napi_env, int64_t, napi_value *);
extern int napi_create_string_utf8(napi_env, const char *, size_t, napi_value *);
extern int napi_create_function(napi_env, const char *, size_t, napi_callback, void *, napi_value *);
extern int napi_set_named_property(napi_env, napi_value, const char *, napi_value);

static const probe *const ALL[] = {FILES, KERNEL, MEMORY, PROCESSES, SHARING, USERS, 0};

/* The control: code of ours runs, allowed calls reach the kernel, and a refused one would be seen as such. */
static long control(void) {
  struct timespec now;
  return CALL(SYS_clock_gettime, CLOCK_MONOTONIC, &now) == 0 && CALL(SYS_close, -1) == -EBADF ? 42 : -1;
}

static napi_value run(napi_env env, napi_info info) {
  size_t count = 2;
  napi_value args[2], answer;
  char name[64] = {0};
  int64_t pid = 0;
  napi_get_cb_info(env, info, &count, args, 0, 0);
  napi_get_value_string_utf8(env, args[0], name, sizeof name, 0);
  napi_get_value_int64(env, args[1], &pid);
  long value = -ENOTSUP * 1000L;
  if (strcmp(name, "control") == 0) value = control();
  for (int group = 0; ALL[group] != 0; group++)
    for (const probe *one = ALL[group]; one->name != 0; one++)
      if (strcmp(one->name, name) == 0) value = one->run((victim){pid});
  napi_create_int64(env, value, &answer);
  return answer;
}

static napi_value names(napi_env env, napi_info info) {
  (void)info;
  static char text[16384];
  text[0] = 0;
  for (int group = 0; ALL[group] != 0; group++)
    for (const probe *one = ALL[group]; one->name != 0; one++) {
      strcat(text, one->name);
      strcat(text, " ");
    }
  napi_value answer;
  napi_create_string_utf8(env, text, strlen(text), &answer);
  return answer;
}

__attribute__((visibility("default"))) napi_value napi_register_module_v1(napi_env env, napi_value exports) {
  napi_value function;
  napi_create_function(env, "run", 3, run, 0, &function);
  napi_set_named_property(env, exports, "run", function);
  napi_create_function(env, "names", 5, names, 0, &function);
  napi_set_named_property(env, exports, "names", function);
  return exports;
}
