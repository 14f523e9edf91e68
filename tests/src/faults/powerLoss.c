/*
 * Keeps, beside a directory, what a power cut would leave of it. To be loaded with LD_PRELOAD.
 *
 *   YEELEN_POWERLOSS_OF    the directory, as its real path; its files, not those of directories in it
 *   YEELEN_POWERLOSS_KEPT  a directory on the same file system:
 *     <inode>-<time of birth in ns>   content of a file as of its last completed sync
 *     names                           a line per file that a sync of the directory covered: that key, a blank, its name
 *
 * A write is only noted. A sync does its work, then brings what was noted of that file to its kept content, and
 * returns: where the process is killed while the disk works, nothing of that is kept yet; where it is killed a moment
 * later, a part, as on a disk. A file that was never synced has no content, a name that no sync of the directory
 * covered does not exist: stricter than most file systems are, and all that POSIX promises. What is written through a
 * mapping (SQLite's -shm) is never kept.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

/* A slow disk: most kills meet it at work. */
#define SYNC_us 20000

struct range {
  off_t from, to;
};

struct file {
  char key[64];
  struct range *ranges;
  size_t count, capacity;
  struct file *next;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct file *files;
static char root[PATH_MAX], kept[PATH_MAX];
static size_t root_length;

static ssize_t (*real_write)(int, const void *, size_t);
static ssize_t (*real_pwrite)(int, const void *, size_t, off_t);
static ssize_t (*real_writev)(int, const struct iovec *, int);
static ssize_t (*real_pwritev)(int, const struct iovec *, int, off_t);
static int (*real_ftruncate)(int, off_t);
static int (*real_fsync)(int);
static int (*real_fdatasync)(int);

static void die(const char *what) {
  dprintf(2, "powerLoss: %s: %s\n", what, strerror(errno));
  abort();
}

__attribute__((constructor)) static void begin(void) {
  real_write = dlsym(RTLD_NEXT, "write");
  real_pwrite = dlsym(RTLD_NEXT, "pwrite64");
  real_writev = dlsym(RTLD_NEXT, "writev");
  real_pwritev = dlsym(RTLD_NEXT, "pwritev64");
  real_ftruncate = dlsym(RTLD_NEXT, "ftruncate64");
  real_fsync = dlsym(RTLD_NEXT, "fsync");
  real_fdatasync = dlsym(RTLD_NEXT, "fdatasync");
  const char *of = getenv("YEELEN_POWERLOSS_OF"), *in = getenv("YEELEN_POWERLOSS_KEPT");
  if (!of || !in) return;
  snprintf(root, sizeof root, "%s", of);
  snprintf(kept, sizeof kept, "%s", in);
  root_length = strlen(root);
}

/* The path of an open file, below the directory or the directory itself; 0 where it is neither. */
static int path_of(int fd, char *path) {
  if (root_length == 0) return 0;
  char link[32];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t size = readlink(link, path, PATH_MAX - 1);
  if (size < (ssize_t)root_length || strncmp(path, root, root_length) != 0) return 0;
  path[size] = 0;
  return path[root_length] == 0 || path[root_length] == '/';
}

static int is_tracked(int fd) {
  char path[PATH_MAX];
  int saved = errno;
  int found = path_of(fd, path) && path[root_length] == '/' && !strchr(path + root_length + 1, '/');
  errno = saved;
  return found;
}

/* An inode number is used again once its file is gone: with the time of birth it is unique. */
static void key_of(int directory, const char *name, int flags, char *key, size_t size) {
  struct statx status;
  if (statx(directory, name, flags, STATX_INO | STATX_BTIME, &status) != 0) {
    key[0] = 0;
    return;
  }
  if (!(status.stx_mask & STATX_BTIME)) die("this file system does not tell when a file was born");
  long long born = status.stx_btime.tv_sec * 1000000000LL + status.stx_btime.tv_nsec;
  snprintf(key, size, "%llu-%lld", (unsigned long long)status.stx_ino, born);
}

static struct file *file_of(int fd) {
  char key[64];
  key_of(fd, "", AT_EMPTY_PATH, key, sizeof key);
  if (!key[0]) die("statx");
  for (struct file *file = files; file; file = file->next)
    if (strcmp(file->key, key) == 0) return file;
  struct file *file = calloc(1, sizeof *file);
  if (!file) die("calloc");
  strcpy(file->key, key);
  file->next = files;
  return files = file;
}

static void note(int fd, off_t from, off_t to) {
  int saved = errno;
  pthread_mutex_lock(&lock);
  struct file *file = file_of(fd);
  struct range *last = file->count ? &file->ranges[file->count - 1] : NULL;
  if (last && from <= last->to && to >= last->from) {
    if (from < last->from) last->from = from;
    if (to > last->to) last->to = to;
  } else {
    if (file->count == file->capacity) {
      file->capacity = file->capacity ? file->capacity * 2 : 64;
      file->ranges = realloc(file->ranges, file->capacity * sizeof *file->ranges);
      if (!file->ranges) die("realloc");
    }
    file->ranges[file->count++] = (struct range){from, to};
  }
  pthread_mutex_unlock(&lock);
  errno = saved;
}

/* Written where the file's own position was. */
static void note_written(int fd, ssize_t size) {
  if (size <= 0 || !is_tracked(fd)) return;
  off_t end = lseek(fd, 0, SEEK_CUR);
  if (end >= size) note(fd, end - size, end);
}

static void copy(int from, int to, off_t at, off_t end) {
  static char buffer[1 << 16];
  while (at < end) {
    size_t want = end - at < (off_t)sizeof buffer ? (size_t)(end - at) : sizeof buffer;
    ssize_t size = pread(from, buffer, want, at);
    if (size <= 0) return; /* it was cut off meanwhile */
    if (real_pwrite(to, buffer, size, at) != size) die("cannot keep what was synced");
    at += size;
  }
}

/* Brings what was noted of a file to its kept content; all of it where there is none yet. */
static void keep(int fd) {
  pthread_mutex_lock(&lock);
  struct file *file = file_of(fd);
  char path[PATH_MAX + 80], own[40];
  snprintf(path, sizeof path, "%s/%s", kept, file->key);
  snprintf(own, sizeof own, "/proc/self/fd/%d", fd);
  /* not another descriptor where this one can be read: closing it would drop the locks that SQLite has on the file */
  int is_readable = (fcntl(fd, F_GETFL) & O_ACCMODE) != O_WRONLY;
  int from = is_readable ? fd : open(own, O_RDONLY | O_CLOEXEC);
  int is_new = access(path, F_OK) != 0;
  int to = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  struct stat status;
  if (from < 0 || to < 0 || fstat(from, &status) != 0) die(path);
  if (real_ftruncate(to, status.st_size) != 0) die(path);
  if (is_new) {
    copy(from, to, 0, status.st_size);
  } else {
    for (size_t i = 0; i < file->count; i++) {
      struct range range = file->ranges[i];
      copy(from, to, range.from, range.to < status.st_size ? range.to : status.st_size);
    }
  }
  file->count = 0;
  if (!is_readable) close(from);
  close(to);
  pthread_mutex_unlock(&lock);
}

static void keep_names(void) {
  pthread_mutex_lock(&lock);
  char path[PATH_MAX + 16], next[PATH_MAX + 16];
  snprintf(path, sizeof path, "%s/names", kept);
  snprintf(next, sizeof next, "%s/names.next", kept);
  DIR *directory = opendir(root);
  FILE *out = fopen(next, "w");
  if (!directory || !out) die(next);
  for (struct dirent *entry; (entry = readdir(directory));) {
    char key[64];
    if (entry->d_type != DT_REG) continue;
    key_of(dirfd(directory), entry->d_name, 0, key, sizeof key);
    if (key[0]) fprintf(out, "%s %s\n", key, entry->d_name);
  }
  closedir(directory);
  if (fclose(out) != 0 || rename(next, path) != 0) die(next);
  pthread_mutex_unlock(&lock);
}

static int synced(int fd, int (*sync)(int)) {
  char path[PATH_MAX];
  int is_ours = path_of(fd, path);
  if (is_ours) usleep(SYNC_us);
  int status = sync(fd);
  if (status != 0 || !is_ours) return status;
  if (path[root_length] == 0) keep_names();
  else if (is_tracked(fd)) keep(fd);
  return 0;
}

ssize_t write(int fd, const void *bytes, size_t size) {
  ssize_t written = real_write(fd, bytes, size);
  note_written(fd, written);
  return written;
}

ssize_t writev(int fd, const struct iovec *parts, int count) {
  ssize_t written = real_writev(fd, parts, count);
  note_written(fd, written);
  return written;
}

ssize_t pwrite64(int fd, const void *bytes, size_t size, off_t at) {
  ssize_t written = real_pwrite(fd, bytes, size, at);
  if (written > 0 && is_tracked(fd)) note(fd, at, at + written);
  return written;
}

ssize_t pwrite(int fd, const void *bytes, size_t size, off_t at) { return pwrite64(fd, bytes, size, at); }

ssize_t pwritev64(int fd, const struct iovec *parts, int count, off_t at) {
  ssize_t written = real_pwritev(fd, parts, count, at);
  if (written > 0 && is_tracked(fd)) note(fd, at, at + written);
  return written;
}

ssize_t pwritev(int fd, const struct iovec *parts, int count, off_t at) { return pwritev64(fd, parts, count, at); }

int ftruncate64(int fd, off_t size) {
  struct stat before;
  int is_ours = is_tracked(fd) && fstat(fd, &before) == 0;
  int status = real_ftruncate(fd, size);
  /* what was cut off reads as zeros should the file grow again */
  if (status == 0 && is_ours && before.st_size > size) note(fd, size, before.st_size);
  return status;
}

int ftruncate(int fd, off_t size) { return ftruncate64(fd, size); }

int fsync(int fd) { return synced(fd, real_fsync); }

int fdatasync(int fd) { return synced(fd, real_fdatasync); }
