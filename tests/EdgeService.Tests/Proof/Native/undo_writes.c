/*
 * undo_writes <log> <folder>: takes back what the log says was not on the disk, newest first, once the program that wrote
 * it is dead. Prints how many changes were taken back and how many were durable. Ends with 1 if something cannot be undone.
 */
#define _GNU_SOURCE
#include "undo_log.h"

#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static uint64_t *synced;
static size_t synced_count;

static int fail(const char *what, const char *path)
{
    fprintf(stderr, "undo_writes: %s: ", what);
    perror(path);
    exit(1);
}

static int is_synced(uint64_t inode)
{
    for (size_t i = 0; i < synced_count; i++)
        if (synced[i] == inode) return 1;
    return 0;
}

static void note_synced(uint64_t inode)
{
    if (is_synced(inode)) return;
    synced = realloc(synced, ++synced_count * sizeof *synced);
    if (!synced) fail("out of memory", "");
    synced[synced_count - 1] = inode;
}

/* Finds the file of that inode below a folder; no name may be left of one that was made and removed. */
static int find(const char *folder, uint64_t inode, char *path)
{
    struct dirent *entry;
    DIR *names = opendir(folder);
    int found = 0;
    if (!names) return 0;
    while (!found && (entry = readdir(names))) {
        if (!strcmp(entry->d_name, ".") || !strcmp(entry->d_name, "..")) continue;
        snprintf(path, PATH_MAX, "%s/%s", folder, entry->d_name);
        if (entry->d_type == DT_DIR) {
            char below[PATH_MAX];
            snprintf(below, sizeof below, "%s", path);
            found = find(below, inode, path);
        } else {
            found = entry->d_ino == inode;
        }
    }

    closedir(names);
    return found;
}

static void restore(const struct undo_record *record, const void *data, const char *folder, const char *kept)
{
    char path[PATH_MAX];
    int file;
    if (!find(folder, record->inode, path) && !find(kept, record->inode, path)) return;
    file = open64(path, O_WRONLY);
    if (file < 0) fail("a file cannot be opened", path);
    if (pwrite64(file, data, record->data_bytes, record->offset) != (ssize_t)record->data_bytes) fail("old bytes cannot be written", path);
    if (ftruncate64(file, record->size)) fail("a size cannot be set", path);
    close(file);
}

static void undo(const struct undo_record *record, const char *folder, const char *kept)
{
    const char *first = (const char *)(record + 1), *second = first + strlen(first) + 1;
    switch (record->kind) {
    case CHANGED: restore(record, first, folder, kept); break;
    case MADE: unlink(first); break;
    case REMOVED: if (rename(second, first)) fail("a removed file cannot be given back", first); break;
    case RENAMED: rename(second, first); break;
    default: fail("a record cannot be read", ""); break;
    }
}

int main(int count, char **words)
{
    struct stat about;
    char kept[PATH_MAX];
    int file = count == 3 ? open64(words[1], O_RDONLY) : -1;
    if (file < 0 || fstat(file, &about)) fail("the log cannot be opened", count == 3 ? words[1] : "usage: undo_writes <log> <folder>");
    snprintf(kept, sizeof kept, "%s.kept", words[1]);
    char *log = about.st_size ? mmap(NULL, about.st_size, PROT_READ, MAP_PRIVATE, file, 0) : NULL;
    if (log == MAP_FAILED) fail("the log cannot be read", words[1]);

    size_t records = 0, undone = 0, durable = 0;
    const struct undo_record **all = calloc(about.st_size / sizeof **all + 1, sizeof *all);
    for (off64_t at = 0; at + (off64_t)sizeof **all <= about.st_size;) {
        const struct undo_record *record = (const void *)(log + at);
        at += sizeof *record + record->path_bytes + record->data_bytes;
        if (at <= about.st_size) all[records++] = record;
    }

    while (records--) {
        if (all[records]->kind == SYNCED) {
            note_synced(all[records]->inode);
        } else if (is_synced(all[records]->inode)) {
            durable++;
        } else {
            undo(all[records], words[2], kept);
            undone++;
        }
    }

    printf("%zu %zu\n", undone, durable);
    return 0;
}
