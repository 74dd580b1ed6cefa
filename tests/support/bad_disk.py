"""A disk that a test can make full or read-only, also for root.

A small preloaded library refuses every write below one folder for as long as a certain file exists.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from tests.support.real import need

_SOURCE: Final = r"""
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>
static int bad(const char *path) {
    const char *folder = getenv("BAD_DISK"), *when = getenv("BAD_DISK_WHEN");
    return folder && when && strncmp(path, folder, strlen(folder)) == 0 && access(when, F_OK) == 0;
}
static int read_only(const char *path) {
    const char *kind = getenv("BAD_DISK_KIND");
    char whole[4096];
    if (!kind || strcmp(kind, "read-only")) return 0;
    if (path[0] != '/') {
        if (!getcwd(whole, sizeof whole - 1 - strlen(path))) return 0;
        strcat(strcat(whole, "/"), path);
        path = whole;
    }
    int before = errno, found = bad(path);
    errno = found ? EROFS : before;
    return found;
}
static int full(int fd) {
    const char *kind = getenv("BAD_DISK_KIND");
    if (kind && !strcmp(kind, "read-only")) return 0;
    char link[64], name[4096];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    int before = errno;
    ssize_t length = readlink(link, name, sizeof name - 1);
    if (length < 0) { errno = before; return 0; }
    name[length] = 0;
    struct stat told;
    int found = !fstat(fd, &told) && S_ISREG(told.st_mode) && bad(name);
    errno = found ? ENOSPC : before;
    return found;
}
#define REAL(type, name, ...) static type (*real)(__VA_ARGS__); if (!real) real = dlsym(RTLD_NEXT, #name)
ssize_t write(int fd, const void *data, size_t count) {
    REAL(ssize_t, write, int, const void *, size_t);
    return full(fd) ? -1 : real(fd, data, count);
}
ssize_t pwrite(int fd, const void *data, size_t count, off_t place) {
    REAL(ssize_t, pwrite, int, const void *, size_t, off_t);
    return full(fd) ? -1 : real(fd, data, count, place);
}
ssize_t pwrite64(int fd, const void *data, size_t count, off64_t place) {
    REAL(ssize_t, pwrite64, int, const void *, size_t, off64_t);
    return full(fd) ? -1 : real(fd, data, count, place);
}
#define WRITES (O_WRONLY | O_RDWR | O_CREAT)
#define OPEN(name) \
    int name(const char *path, int flags, ...) { \
        REAL(int, name, const char *, int, ...); \
        va_list rest; va_start(rest, flags); int mode = va_arg(rest, int); va_end(rest); \
        return (flags & WRITES) && read_only(path) ? -1 : real(path, flags, mode); \
    }
OPEN(open)
OPEN(open64)
#define OPENAT(name) \
    int name(int folder, const char *path, int flags, ...) { \
        REAL(int, name, int, const char *, int, ...); \
        va_list rest; va_start(rest, flags); int mode = va_arg(rest, int); va_end(rest); \
        return (flags & WRITES) && read_only(path) ? -1 : real(folder, path, flags, mode); \
    }
OPENAT(openat)
OPENAT(openat64)
int mkdir(const char *path, mode_t mode) {
    REAL(int, mkdir, const char *, mode_t);
    return read_only(path) ? -1 : real(path, mode);
}
int unlink(const char *path) {
    REAL(int, unlink, const char *);
    return read_only(path) ? -1 : real(path);
}
int rename(const char *from, const char *to) {
    REAL(int, rename, const char *, const char *);
    return read_only(to) ? -1 : real(from, to);
}
int chmod(const char *path, mode_t mode) {
    REAL(int, chmod, const char *, mode_t);
    return read_only(path) ? -1 : real(path, mode);
}
int statvfs(const char *path, struct statvfs *told) {
    REAL(int, statvfs, const char *, struct statvfs *);
    int status = real(path, told);
    if (!status && !read_only(path) && bad(path)) told->f_bavail = told->f_bfree = 0;
    return status;
}
int statvfs64(const char *path, struct statvfs64 *told) {
    REAL(int, statvfs64, const char *, struct statvfs64 *);
    int status = real(path, told);
    if (!status && !read_only(path) && bad(path)) told->f_bavail = told->f_bfree = 0;
    return status;
}
"""


class BadDisk:
    """A folder that a test can make full or read-only."""

    def __init__(self, folder: Path, tools: Path, *, read_only: bool = False) -> None:
        """Let everything below `folder` be on that disk; `tools` is for what is needed to do so.

        The test is skipped where no such library can be made.
        """
        if not sys.platform.startswith("linux"):
            pytest.skip("libraries are put before others in another way here")
        compiler = shutil.which("gcc") or shutil.which("cc")
        if compiler is None:
            need("gcc")
        tools.mkdir(parents=True, exist_ok=True)
        source, catalog = tools / "bad_disk.c", tools / "bad_disk.so"
        source.write_text(_SOURCE)
        subprocess.run([compiler or "gcc", "-shared", "-fPIC", "-o", catalog, source, "-ldl"], check=True)
        self._when = tools / "bad"
        self.environment = {
            "LD_PRELOAD": str(catalog),
            "BAD_DISK": str(folder),
            "BAD_DISK_WHEN": str(self._when),
            "BAD_DISK_KIND": "read-only" if read_only else "full",
        }

    def refuse(self) -> None:
        """From now on nothing can be written."""
        self._when.touch()

    def give_in(self) -> None:
        """It can be written again."""
        self._when.unlink()
