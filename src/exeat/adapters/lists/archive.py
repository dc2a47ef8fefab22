"""Archives of XML (XLSX, ODS): looked through before anything is unpacked, and unpacked only as declared.

- Too many members, too large, too good a ratio, a size or checksum that is not as declared, a name twice, a
  password, a document type or entity in XML: refused.
- Names of members are keys of a mapping and never a path; nothing is written to disk.
- Readers that want an archive get one that we wrote (`repacked`), never the one that came.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Mapping

from .limits import Limits
from .raw import Unreadable

ENTRY = b"PK\x01\x02"  # opens every entry of an archive's directory
KNOWN = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
ENCODING = re.compile(rb"""\s*<\?xml[^>]*?\sencoding\s*=\s*["']([^"']*)""")
ENDINGS = (".xml", ".rels")


def unpacked(data: bytes, limits: Limits) -> dict[str, bytes]:
    """The XML members of an archive. Raises Unreadable."""
    if data.count(ENTRY) > limits.members:
        raise Unreadable("file-hostile", why="members")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OverflowError, NotImplementedError, EOFError) as e:
        raise Unreadable("sheet-broken", why="archive", words=str(e)) from None
    _look_through(infos, len(data), limits)
    return {i.filename: _member(data, i) for i in infos if i.filename.lower().endswith(ENDINGS)}


def repacked(members: Mapping[str, bytes]) -> bytes:
    """An archive of these members, without compression."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, body in members.items():
            archive.writestr(zipfile.ZipInfo(name), body)
    return out.getvalue()


def _look_through(infos: list[zipfile.ZipInfo], size: int, limits: Limits) -> None:
    """What the directory declares, before anything is unpacked."""
    total = sum(i.file_size for i in infos)
    if total > limits.unpacked or (total > limits.roomy and total > size * limits.ratio):
        raise Unreadable("file-hostile", why="unpacks", number=_mib(total), most=_mib(limits.unpacked))
    if len({i.filename for i in infos}) < len(infos):
        raise Unreadable("file-hostile", why="twice")
    if any(i.flag_bits & 1 for i in infos):
        raise Unreadable("sheet-broken", why="password")


def _member(data: bytes, info: zipfile.ZipInfo) -> bytes:
    """One member, unpacked as far as its declared size and no further."""
    head = data[info.header_offset : info.header_offset + 30]
    if len(head) < 30 or head[:4] != b"PK\x03\x04" or info.compress_type not in KNOWN:
        raise Unreadable("sheet-broken", why="archive", words=info.filename)
    start = info.header_offset + 30 + int.from_bytes(head[26:28], "little") + int.from_bytes(head[28:30], "little")
    body = _inflated(data[start : start + info.compress_size], info)
    if len(body) != info.file_size or zlib.crc32(body) != info.CRC:
        raise Unreadable("file-hostile", why="lies")
    _plain_xml(body)
    return body


def _inflated(packed: bytes, info: zipfile.ZipInfo) -> bytes:
    if info.compress_type == zipfile.ZIP_STORED:
        return packed
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        return inflater.decompress(packed, info.file_size + 1)
    except zlib.error as e:
        raise Unreadable("sheet-broken", why="archive", words=str(e)) from None


def _plain_xml(body: bytes) -> None:
    """XML in UTF-8 without a document type: what defines entities is not read at all."""
    encoding = ENCODING.match(body)
    if b"\0" in body[:200] or (encoding and encoding[1].lower() not in (b"utf-8", b"us-ascii")):
        raise Unreadable("sheet-broken", why="xml", words="not UTF-8")
    if b"<!DOCTYPE" in body or b"<!ENTITY" in body:
        raise Unreadable("file-hostile", why="entities")


def _mib(size: int) -> str:
    return f"{size / (1 << 20):.1f}"
