/* Faults of the machine, put under a program that is not changed for them (LD_PRELOAD): the FAULT_AT-th call that writes
   or synchronizes a file of the log fails with EIO, once, as a disk does it; and the wall clock is off by as many seconds
   as stand in the file CLOCK_FILE, while the monotonic clock goes on. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>

static long calls = 0;

static int is_of_the_log(int fd) {
  char link[64], path[PATH_MAX];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length < 0) return 0;
  path[length] = 0;
  const char *name = strstr(path, "ashboard.sqlite");
  return name != NULL && strstr(name, "-shm") == NULL;
}

static int fails(int fd) {
  static long at = -1;
  if (at < 0) {
    const char *wanted = getenv("FAULT_AT");
    at = wanted == NULL ? 0 : atol(wanted);
  }
  if (at == 0 || !is_of_the_log(fd)) return 0;
  if (__atomic_add_fetch(&calls, 1, __ATOMIC_SEQ_CST) != at) return 0;
  errno = EIO;
  return 1;
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

int fsync(int fd) { return fails(fd) ? -1 : REAL(fsync)(fd); }
int fdatasync(int fd) { return fails(fd) ? -1 : REAL(fdatasync)(fd); }
ssize_t write(int fd, const void *bytes, size_t count) { return fails(fd) ? -1 : REAL(write)(fd, bytes, count); }
ssize_t pwrite(int fd, const void *bytes, size_t count, off_t at) {
  return fails(fd) ? -1 : REAL(pwrite)(fd, bytes, count, at);
}
ssize_t pwrite64(int fd, const void *bytes, size_t count, off64_t at) {
  return fails(fd) ? -1 : REAL(pwrite64)(fd, bytes, count, at);
}
int ftruncate(int fd, off_t length) { return fails(fd) ? -1 : REAL(ftruncate)(fd, length); }
int ftruncate64(int fd, off64_t length) { return fails(fd) ? -1 : REAL(ftruncate64)(fd, length); }

int clock_gettime(clockid_t clock, struct timespec *now) {
  int result = REAL(clock_gettime)(clock, now);
  const char *path = getenv("CLOCK_FILE");
  if (result != 0 || path == NULL || clock != CLOCK_REALTIME) return result;
  FILE *file = fopen(path, "r");
  long seconds = 0;
  if (file != NULL) {
    if (fscanf(file, "%ld", &seconds) == 1) now->tv_sec += seconds;
    fclose(file);
  }
  return result;
}
