"""A disk that fills up when a test says so, for the processes that it starts; whoever runs them, root too.

A small library stands between the process and the system: whatever is written below one folder is refused
as a full disk refuses it, for as long as a file with a certain name exists.
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
static int full(int fd) {
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
int statvfs(const char *path, struct statvfs *told) {
    REAL(int, statvfs, const char *, struct statvfs *);
    int status = real(path, told);
    if (!status && bad(path)) told->f_bavail = told->f_bfree = 0;
    return status;
}
int statvfs64(const char *path, struct statvfs64 *told) {
    REAL(int, statvfs64, const char *, struct statvfs64 *);
    int status = real(path, told);
    if (!status && bad(path)) told->f_bavail = told->f_bfree = 0;
    return status;
}
"""


class BadDisk:
    """A folder that a test can fill up."""

    def __init__(self, folder: Path, tools: Path) -> None:
        """Let everything below `folder` be on that disk; `tools` is for what is needed to do so.

        The test is skipped where no such library can be made.
        """
        if not sys.platform.startswith("linux"):
            pytest.skip("libraries are put before others in another way here")
        compiler = shutil.which("gcc") or shutil.which("cc")
        if compiler is None:
            need("gcc")
        tools.mkdir(parents=True, exist_ok=True)
        source, library = tools / "bad_disk.c", tools / "bad_disk.so"
        source.write_text(_SOURCE)
        subprocess.run([compiler or "gcc", "-shared", "-fPIC", "-o", library, source, "-ldl"], check=True)
        self._when = tools / "full"
        self.environment = {
            "LD_PRELOAD": str(library),
            "BAD_DISK": str(folder),
            "BAD_DISK_WHEN": str(self._when),
        }

    def fill(self) -> None:
        """From now on nothing can be written."""
        self._when.touch()

    def make_room(self) -> None:
        """There is room again."""
        self._when.unlink()
