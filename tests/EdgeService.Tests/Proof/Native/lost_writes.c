/*
 * A layer under a program (LD_PRELOAD) that notes how to take back everything written to the files of one folder since
 * their last fsync. Killing a program loses nothing that it wrote, since the system still holds it; killing it and then
 * applying the notes leaves what a power cut may leave at worst.
 *
 *   LOST_WRITES_FOLDER  absolute path of the folder that is watched, files below it included
 *   LOST_WRITES_LOG     absolute path of the log, on the same file system; removed files are kept in <log>.kept
 *   LOST_WRITES_DIE_AT  the program is killed when it asks for so many syncs, before that one is done; absent means never
 *
 * A name is durable once its folder is synced, bytes once their file is; folders themselves are taken to last. Writing through a shared mapping cannot be seen
 * and ends the program, save for SQLite's *-shm: who opens a database first makes that anew, whatever it holds. Copies made inside the kernel (copy_file_range, sendfile) cannot be seen either and pass.
 */
#define _GNU_SOURCE
#include "undo_log.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#define MOST_FILES 65536
#define NEXT(name) ({ static __typeof__(&name) next; if (!next) next = (__typeof__(&name))real_dlsym(RTLD_NEXT, #name); next; })

enum watch { UNWATCHED = 0, WATCHED = 1, SYNCED_EACH_TIME = 2 };

static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;
static unsigned char watches[MOST_FILES];
static const char *folder, *log_path;
static int log_file = -1;
static unsigned kept_files;
static long syncs, die_at;

/* dlsym itself is ours too, see below. */
static void *real_dlsym(void *library, const char *name)
{
    static void *(*real)(void *, const char *);
    static const char *const versions[] = { "GLIBC_2.34", "GLIBC_2.17", "GLIBC_2.2.5" };
    for (size_t i = 0; !real && i < sizeof versions / sizeof *versions; i++)
        real = (void *(*)(void *, const char *))dlvsym(RTLD_NEXT, "dlsym", versions[i]);
    return real(library, name);
}

static void give_up(const char *why)
{
    fprintf(stderr, "lost-write layer: %s: %s\n", why, strerror(errno));
    abort();
}

__attribute__((constructor)) static void open_log(void)
{
    char kept[PATH_MAX];
    folder = getenv("LOST_WRITES_FOLDER");
    log_path = getenv("LOST_WRITES_LOG");
    die_at = getenv("LOST_WRITES_DIE_AT") ? atol(getenv("LOST_WRITES_DIE_AT")) : 0;
    if (!folder || !log_path) return;
    snprintf(kept, sizeof kept, "%s.kept", log_path);
    log_file = NEXT(open64)(log_path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (log_file < 0 || (mkdir(kept, 0700) && errno != EEXIST)) give_up("the log cannot be opened");
}

static int is_inside(const char *path)
{
    size_t length;
    if (log_file < 0 || !path) return 0;
    length = strlen(path);
    if (length > 4 && !strcmp(path + length - 4, "-shm")) return 0;
    length = strlen(folder);
    return !strncmp(path, folder, length) && (path[length] == '/' || path[length] == 0);
}

static enum watch watch_of(int file)
{
    return file >= 0 && file < MOST_FILES ? watches[file] : UNWATCHED;
}

static void put(struct undo_record record, const void *paths, const void *data)
{
    struct iovec parts[] = { { &record, sizeof record }, { (void *)paths, record.path_bytes }, { (void *)data, record.data_bytes } };
    ssize_t whole = sizeof record + record.path_bytes + record.data_bytes;
    if (NEXT(writev)(log_file, parts, 3) != whole) give_up("the log cannot be written");
}

static void put_synced(int file)
{
    struct stat about;
    if (fstat(file, &about)) give_up("a file cannot be looked at");
    put((struct undo_record){ .kind = SYNCED, .inode = about.st_ino }, NULL, NULL);
}

static uint64_t folder_of(const char *path)
{
    struct stat about;
    char parent[PATH_MAX];
    snprintf(parent, sizeof parent, "%s", path);
    *strrchr(parent, '/') = 0;
    return stat(parent, &about) ? 0 : about.st_ino;
}

static void put_names(enum undo_kind kind, const char *first, const char *second)
{
    char paths[2 * PATH_MAX];
    int length = snprintf(paths, sizeof paths, "%s%c%s", first, 0, second ? second : "") + 1;
    put((struct undo_record){ .kind = kind, .path_bytes = length, .inode = folder_of(second && kind == RENAMED ? second : first) }, paths, NULL);
}

/* Notes the bytes that [offset, offset + length) holds now, and the size. */
static void put_bytes(int file, uint64_t offset, uint64_t length)
{
    struct stat about;
    char self[64];
    void *old = NULL;
    uint64_t held = 0;
    if (fstat(file, &about)) give_up("a file cannot be looked at");
    if (offset < (uint64_t)about.st_size) held = length < about.st_size - offset ? length : about.st_size - offset;
    if (held) {
        snprintf(self, sizeof self, "/proc/self/fd/%d", file);
        int reading = NEXT(open64)(self, O_RDONLY | O_CLOEXEC);
        old = malloc(held);
        if (reading < 0 || !old || pread(reading, old, held, offset) != (ssize_t)held) give_up("old bytes cannot be read");
        NEXT(close)(reading);
    }

    put((struct undo_record){ .kind = CHANGED, .inode = about.st_ino, .offset = offset, .data_bytes = held, .size = about.st_size }, NULL, old);
    free(old);
}

/* Keeps the file of a name that is about to go, so that the name can be given back to it. */
static void put_removed(const char *path)
{
    char kept[PATH_MAX];
    if (access(path, F_OK)) return;
    snprintf(kept, sizeof kept, "%s.kept/%d-%u", log_path, getpid(), kept_files++);
    if (link(path, kept)) give_up("a removed file cannot be kept");
    put_names(REMOVED, path, kept);
}

/* Does `act` after `note`, as one step among all threads; a watched write that is synced each time is noted as such. */
#define NOTED(condition, note, type, act) do { \
        if (!(condition)) return act; \
        pthread_mutex_lock(&turn); \
        note; \
        type done = act; \
        pthread_mutex_unlock(&turn); \
        return done; \
    } while (0)

static uint64_t place_of(int file)
{
    struct stat about;
    int appends = fcntl(file, F_GETFL) & O_APPEND;
    if (appends && !fstat(file, &about)) return about.st_size;
    return lseek(file, 0, SEEK_CUR);
}

static size_t bytes_of(const struct iovec *parts, int count)
{
    size_t bytes = 0;
    for (int i = 0; i < count; i++) bytes += parts[i].iov_len;
    return bytes;
}

static ssize_t after_write(int file, ssize_t done)
{
    if (done >= 0 && watch_of(file) == SYNCED_EACH_TIME) put_synced(file);
    return done;
}

ssize_t write(int file, const void *data, size_t length)
{
    NOTED(watch_of(file), put_bytes(file, place_of(file), length), ssize_t, after_write(file, NEXT(write)(file, data, length)));
}

ssize_t pwrite64(int file, const void *data, size_t length, off64_t offset)
{
    NOTED(watch_of(file), put_bytes(file, offset, length), ssize_t, after_write(file, NEXT(pwrite64)(file, data, length, offset)));
}

ssize_t writev(int file, const struct iovec *parts, int count)
{
    NOTED(watch_of(file), put_bytes(file, place_of(file), bytes_of(parts, count)), ssize_t, after_write(file, NEXT(writev)(file, parts, count)));
}

ssize_t pwritev64(int file, const struct iovec *parts, int count, off64_t offset)
{
    NOTED(watch_of(file), put_bytes(file, offset, bytes_of(parts, count)), ssize_t, after_write(file, NEXT(pwritev64)(file, parts, count, offset)));
}

ssize_t pwrite(int file, const void *data, size_t length, off_t offset) { return pwrite64(file, data, length, offset); }
ssize_t pwritev(int file, const struct iovec *parts, int count, off_t offset) { return pwritev64(file, parts, count, offset); }

int ftruncate64(int file, off64_t size)
{
    NOTED(watch_of(file), put_bytes(file, size, INT64_MAX - size), int, NEXT(ftruncate64)(file, size));
}

int ftruncate(int file, off_t size) { return ftruncate64(file, size); }

int posix_fallocate64(int file, off64_t offset, off64_t length)
{
    NOTED(watch_of(file), put_bytes(file, offset, 0), int, NEXT(posix_fallocate64)(file, offset, length));
}

int posix_fallocate(int file, off_t offset, off_t length) { return posix_fallocate64(file, offset, length); }

int fallocate64(int file, int mode, off64_t offset, off64_t length)
{
    NOTED(watch_of(file), put_bytes(file, offset, length), int, NEXT(fallocate64)(file, mode, offset, length));
}

int fallocate(int file, int mode, off_t offset, off_t length) { return fallocate64(file, mode, offset, length); }

static void before_sync(void)
{
    if (++syncs == die_at) kill(getpid(), SIGKILL);
}

static int after_sync(int file, int done)
{
    if (!done) put_synced(file);
    return done;
}

int fsync(int file) { NOTED(watch_of(file), before_sync(), int, after_sync(file, NEXT(fsync)(file))); }
int fdatasync(int file) { NOTED(watch_of(file), before_sync(), int, after_sync(file, NEXT(fdatasync)(file))); }

static int opened(const char *path, int file, int flags)
{
    if (file >= MOST_FILES && is_inside(path)) give_up("too many files are open");
    if (file >= 0 && file < MOST_FILES)
        watches[file] = !is_inside(path) ? UNWATCHED : flags & O_DSYNC ? SYNCED_EACH_TIME : WATCHED;
    return file;
}

static int open_noted(const char *path, int flags, mode_t mode)
{
    if (access(path, F_OK)) {
        if (flags & O_CREAT) put_names(MADE, path, NULL);
    } else if (flags & O_TRUNC) {
        int cut = NEXT(open64)(path, O_WRONLY | O_CLOEXEC);
        if (cut >= 0) {
            put_bytes(cut, 0, INT64_MAX);
            NEXT(close)(cut);
        }
    }

    return opened(path, NEXT(open64)(path, flags, mode), flags);
}

int open64(const char *path, int flags, ...)
{
    va_list rest;
    va_start(rest, flags);
    mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, mode_t) : 0;
    va_end(rest);
    NOTED(is_inside(path), (void)0, int, (is_inside(path) ? open_noted(path, flags, mode) : opened(path, NEXT(open64)(path, flags, mode), flags)));
}

int open(const char *path, int flags, ...)
{
    va_list rest;
    va_start(rest, flags);
    mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, mode_t) : 0;
    va_end(rest);
    return open64(path, flags, mode);
}

int close(int file)
{
    if (file >= 0 && file < MOST_FILES) watches[file] = UNWATCHED;
    return NEXT(close)(file);
}

int dup2(int from, int to)
{
    int done = NEXT(dup2)(from, to);
    if (done >= 0 && done < MOST_FILES) watches[done] = watch_of(from);
    return done;
}

int unlink(const char *path) { NOTED(is_inside(path), put_removed(path), int, NEXT(unlink)(path)); }

int rename(const char *from, const char *to)
{
    NOTED(is_inside(from) || is_inside(to), (put_removed(to), put_names(RENAMED, from, to)), int, NEXT(rename)(from, to));
}

int link(const char *from, const char *to)
{
    NOTED(is_inside(to), put_names(MADE, to, NULL), int, NEXT(link)(from, to));
}

void *mmap64(void *at, size_t length, int protection, int flags, int file, off64_t offset)
{
    if (watch_of(file) && flags & MAP_SHARED && protection & PROT_WRITE) give_up("a watched file is mapped for writing");
    return NEXT(mmap64)(at, length, protection, flags, file, offset);
}

void *mmap(void *at, size_t length, int protection, int flags, int file, off_t offset)
{
    return mmap64(at, length, protection, flags, file, offset);
}

/* Who looks a function up in the C library by name, as .NET's own declarations do, must find ours all the same. */
void *dlsym(void *library, const char *name)
{
    static const struct { const char *name; void *ours; } all[] = {
        { "open", open }, { "open64", open64 }, { "close", close }, { "dup2", dup2 }, { "fsync", fsync }, { "fdatasync", fdatasync },
        { "write", write }, { "pwrite", pwrite }, { "pwrite64", pwrite64 }, { "writev", writev }, { "pwritev", pwritev }, { "pwritev64", pwritev64 },
        { "ftruncate", ftruncate }, { "ftruncate64", ftruncate64 }, { "fallocate", fallocate }, { "fallocate64", fallocate64 },
        { "posix_fallocate", posix_fallocate }, { "posix_fallocate64", posix_fallocate64 }, { "unlink", unlink }, { "rename", rename },
        { "link", link }, { "mmap", mmap }, { "mmap64", mmap64 },
    };
    for (size_t i = 0; library != RTLD_NEXT && i < sizeof all / sizeof *all; i++)
        if (!strcmp(all[i].name, name)) return all[i].ours;
    return real_dlsym(library, name);
}
