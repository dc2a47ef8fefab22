"""Watching what SQLite tells the disk, in the library that is used: the standard library's, and SQLCipher's.

- The default VFS of the loaded library is hooked: its xOpen and xDelete, the xWrite, xTruncate and xSync of every file
  that it opens then, and `openDirectory`, which SQLite calls to sync a folder and for nothing else. All of them still
  do what they did. What SQLite shares in memory (the index of a write-ahead log) is no part of the disk.
- Names that Python gives and takes, and what it syncs, are watched too; bytes that Python writes are not.
- A library that cannot be hooked is an error: nobody is told that a store survives power cuts that were never made.

Works where SQLite has its unix VFS.
"""

import ctypes
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

from .cuts import Named, Record, Synced, Wrote

OK, IOERR = 0, 10
_P = ctypes.c_void_p
_OPEN = ctypes.CFUNCTYPE(ctypes.c_int, _P, _P, _P, ctypes.c_int, _P)
_DELETE = ctypes.CFUNCTYPE(ctypes.c_int, _P, _P, ctypes.c_int)
_WRITE = ctypes.CFUNCTYPE(ctypes.c_int, _P, _P, ctypes.c_int, ctypes.c_int64)
_TRUNCATE = ctypes.CFUNCTYPE(ctypes.c_int, _P, ctypes.c_int64)
_SYNC = ctypes.CFUNCTYPE(ctypes.c_int, _P, ctypes.c_int)
_FOLDER = ctypes.CFUNCTYPE(ctypes.c_int, _P, _P)
_SET = ctypes.CFUNCTYPE(ctypes.c_int, _P, ctypes.c_char_p, _P)
_GET = ctypes.CFUNCTYPE(_P, _P, ctypes.c_char_p)


class _Vfs(ctypes.Structure):
    """sqlite3_vfs, version 3 (sqlite.org/c3ref/vfs.html)."""

    _fields_ = (
        *((n, ctypes.c_int) for n in ("iVersion", "szOsFile", "mxPathname")),
        *((n, _P) for n in ("pNext", "zName", "pAppData", "xOpen", "xDelete")),
        *((f"unused{i}", _P) for i in range(11)),
        *((n, _P) for n in ("xSetSystemCall", "xGetSystemCall", "xNextSystemCall")),
    )


class _Methods(ctypes.Structure):
    """sqlite3_io_methods, version 3 (sqlite.org/c3ref/io_methods.html)."""

    _fields_ = (
        ("iVersion", ctypes.c_int),
        *((n, _P) for n in ("xClose", "xRead", "xWrite", "xTruncate", "xSync")),
        *((f"unused{i}", _P) for i in range(13)),
    )


class NotWatched(Exception):
    """A library whose files cannot be watched."""


class _Watch:
    """The record of one folder, and which open file is which of its files."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()
        self.record, self.open, self.names = Record(), dict[int, int](), dict[str, int]()
        for number, path in enumerate(sorted(p for p in folder.iterdir() if p.is_file())):
            self.record.files[number] = path.read_bytes()
            self.names[path.name] = number
        self.record.names = dict(self.names)
        self.count = len(self.names)

    def own(self, path: Path) -> bool:
        """Whether a file is of the folder; what SQLite shares in memory is not."""
        return path.resolve().parent == self.folder and not path.name.endswith("-shm")

    def tell(self, operation: Wrote | Named | Synced) -> None:
        self.record.operations.append(operation)

    def name(self, *names: tuple[str, int | None]) -> None:
        for name, number in names:
            if number is None:
                self.names.pop(name, None)
            else:
                self.names[name] = number
        self.tell(Named(names))

    def opened(self, file: int, path: Path, made: bool) -> None:
        if made:
            self.name((path.name, self.count))
            self.count += 1
        self.open[file] = self.names[path.name]


_watching: list[_Watch] = []
_kept: list[object] = []  # what a library may still call lives as long as the process
_methods: dict[int, Any] = {}
_mistakes: list[BaseException] = []
_lock = threading.RLock()


def library(module: Any) -> ctypes.CDLL:
    """The SQLite that an extension module calls. Raises NotWatched where it cannot be reached."""
    file = getattr(module, "__file__", None)
    found = ctypes.CDLL(file)  # a name is looked for in it, and in the libraries that it is linked with
    try:
        found.sqlite3_vfs_find.restype = _P
        found.sqlite3_libversion.restype = ctypes.c_char_p
    except AttributeError as e:
        raise NotWatched(f"{file} has no SQLite that can be hooked") from e
    return found


def libraries() -> tuple[ctypes.CDLL, ...]:
    """Every SQLite that stores are opened with here."""
    import _sqlite3

    from exeat.adapters.sqlite import encrypts

    found = [library(_sqlite3)]
    if encrypts():
        from sqlcipher3 import _sqlite3 as sealed

        found.append(library(sealed))
    return tuple(found)


@contextmanager
def watched(folder: Path) -> Iterator[Record]:
    """Record what happens to the files of a folder. Connections are opened within."""
    watch = _Watch(folder)
    with ExitStack() as hooks:
        for found in libraries():
            hooks.enter_context(_hooked(found))
        hooks.enter_context(_python(watch))
        _watching.append(watch)
        hooks.callback(_watching.remove, watch)
        yield watch.record
    if _mistakes:
        raise NotWatched("a hook broke down") from _mistakes.pop()
    if not any(isinstance(o, Wrote) for o in watch.record.operations):
        raise NotWatched("no writing was seen")


def _watch_of(name: int | None) -> tuple[Path | None, _Watch | None]:
    """The file that SQLite names, and whose it is."""
    if name is None:
        return None, None
    path = Path(os.fsdecode(ctypes.string_at(name)))
    return path, next((w for w in _watching if w.own(path)), None)


# ------------------------------------------------------------ SQLite


@contextmanager
def _hooked(found: ctypes.CDLL) -> Iterator[None]:
    address = found.sqlite3_vfs_find(None)
    vfs = _Vfs.from_address(address)
    if vfs.iVersion < 3 or not vfs.xSetSystemCall:
        raise NotWatched("the VFS of this system has no system calls that can be hooked")
    before, directory = (vfs.xOpen, vfs.xDelete), _GET(vfs.xGetSystemCall)(address, b"openDirectory")
    if not directory:
        raise NotWatched("SQLite syncs no folder here")
    hooks = _opening(_OPEN(vfs.xOpen)), _deleting(_DELETE(vfs.xDelete)), _folding(_FOLDER(directory))
    _kept.append(hooks)
    vfs.xOpen, vfs.xDelete = (ctypes.cast(h, _P).value for h in hooks[:2])
    replace = _SET(vfs.xSetSystemCall)
    replace(address, b"openDirectory", ctypes.cast(hooks[2], _P))
    try:
        yield
    finally:
        vfs.xOpen, vfs.xDelete = before
        replace(address, b"openDirectory", directory)


def _opening(real: Any) -> Any:
    def hook(vfs: int, name: int | None, file: int, flags: int, out: int | None) -> int:
        path, watch = _watch_of(name)
        for other in _watching:
            other.open.pop(file, None)  # whatever lay at this place in memory was closed
        if path is None or watch is None:
            return int(real(vfs, name, file, flags, out))
        there = path.exists()
        done = int(real(vfs, name, file, flags, out))
        if done == OK:
            watch.opened(file, path, not there)
            own = ctypes.cast(file, ctypes.POINTER(_P))
            own[0] = ctypes.addressof(_own_methods(own[0]))
        return done

    return _OPEN(_heard(hook))


def _heard(hook: Callable[..., int]) -> Callable[..., int]:
    """A hook whose mistakes are not lost where C called it."""

    def heard(*given: Any) -> int:
        try:
            with _lock:
                return hook(*given)
        except BaseException as e:
            _mistakes.append(e)
            return IOERR

    return heard


def _own_methods(address: int) -> _Methods:
    """The methods of a kind of files, each with its hook."""
    if address not in _methods:
        methods = _Methods.from_buffer_copy(_Methods.from_address(address))
        hooks = _writing(_WRITE(methods.xWrite)), _cutting(_TRUNCATE(methods.xTruncate)), _syncing(_SYNC(methods.xSync))
        methods.xWrite, methods.xTruncate, methods.xSync = (ctypes.cast(h, _P).value for h in hooks)
        _kept.append(hooks)
        _methods[address] = methods
    found: _Methods = _methods[address]
    return found


def _number(file: int) -> tuple[_Watch, int] | None:
    return next(((w, w.open[file]) for w in _watching if file in w.open), None)


def _writing(real: Any) -> Any:
    def hook(file: int, data: int, count: int, offset: int) -> int:
        done, of = int(real(file, data, count, offset)), _number(file)
        if of is not None:
            of[0].tell(Wrote(of[1], offset, ctypes.string_at(data, count)))
        return done

    return _WRITE(_heard(hook))


def _cutting(real: Any) -> Any:
    def hook(file: int, size: int) -> int:
        done, of = int(real(file, size)), _number(file)
        if of is not None:
            of[0].tell(Wrote(of[1], size, None))
        return done

    return _TRUNCATE(_heard(hook))


def _syncing(real: Any) -> Any:
    def hook(file: int, flags: int) -> int:
        of = _number(file)
        upto = 0 if of is None else of[0].record.now
        done = int(real(file, flags))
        if of is not None and done == OK:
            of[0].tell(Synced(of[1], upto))
        return done

    return _SYNC(_heard(hook))


def _deleting(real: Any) -> Any:
    def hook(vfs: int, name: int, sync: int) -> int:
        path, watch = _watch_of(name)
        if watch is not None and path is not None and path.name in watch.names:
            watch.name((path.name, None))  # before the folder is synced, within the call
        return int(real(vfs, name, sync))

    return _DELETE(_heard(hook))


def _folding(real: Any) -> Any:
    def hook(name: int, out: int) -> int:
        done, (_, watch) = int(real(name, out)), _watch_of(name)
        if watch is not None and done == OK:
            watch.tell(Synced(None, watch.record.now))
        return done

    return _FOLDER(_heard(hook))


# ------------------------------------------------------------ Python


@contextmanager
def _python(watch: _Watch) -> Iterator[None]:
    calls: dict[str, Callable[..., Any]] = {n: getattr(os, n) for n in ("link", "rename", "replace", "unlink", "fsync")}

    def moved(call: str, old: Any, new: Any) -> None:
        calls[call](old, new)
        one, other = Path(old), Path(new)
        if watch.own(one) and watch.own(other):
            gone = () if call == "link" else ((one.name, None),)
            watch.name((other.name, watch.names[one.name]), *gone)

    def unlinked(path: Any, *, dir_fd: int | None = None) -> None:
        calls["unlink"](path, dir_fd=dir_fd)
        if dir_fd is None and watch.own(Path(path)):
            watch.name((Path(path).name, None))

    def synced(fd: int) -> None:
        upto, key = watch.record.now, os.fstat(fd)
        calls["fsync"](fd)
        if os.path.samestat(key, watch.folder.stat()):
            watch.tell(Synced(None, upto))
        for name, number in watch.names.items():
            if (watch.folder / name).exists() and os.path.samestat(key, (watch.folder / name).stat()):
                watch.tell(Synced(number, upto))

    with ExitStack() as patches:
        for call in ("link", "rename", "replace"):
            patches.enter_context(patch.object(os, call, lambda old, new, call=call: moved(call, old, new)))
        patches.enter_context(patch.object(os, "unlink", unlinked))
        patches.enter_context(patch.object(os, "fsync", synced))
        yield
