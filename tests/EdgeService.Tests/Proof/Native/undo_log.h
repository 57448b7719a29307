/*
 * The undo log: what must be taken back if the power went now. The lost-write layer writes it while the program runs,
 * undo_writes.c applies it once the program is dead. Records follow each other without gaps; a torn last one is ignored,
 * for a record is written before the act it belongs to.
 */
#ifndef UNDO_LOG_H
#define UNDO_LOG_H

#include <stdint.h>

enum undo_kind {
    CHANGED = 1, /* bytes of a file: the old ones follow, and the file's old size */
    MADE = 2,    /* a name: one path follows */
    REMOVED = 3, /* a name: its path follows, then the path under which the file was kept */
    RENAMED = 4, /* a name: the old path follows, then the new one */
    SYNCED = 5,  /* everything before about this file, or about the names in this folder, is on the disk */
};

struct undo_record {
    uint32_t kind;
    uint32_t path_bytes; /* of the paths that follow, each with its closing zero */
    uint64_t inode;      /* of the file; of the folder where a name is concerned */
    uint64_t offset;     /* of the old bytes */
    uint64_t data_bytes; /* of the old bytes that follow the paths */
    uint64_t size;       /* of the file before */
};

#endif
