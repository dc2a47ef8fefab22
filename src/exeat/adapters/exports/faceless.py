"""Workbooks that say nothing of who made them: no user, no machine, no hour, in the properties or in the archive."""

import io
import zipfile
from datetime import date

FIRST = (1980, 1, 1, 0, 0, 0)  # the first moment that an archive can name
CORE = "docProps/core.xml"
PROPERTIES = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:creator>exeat</dc:creator>{dates}</cp:coreProperties>'
)
DATED = '<dcterms:{0} xsi:type="dcterms:W3CDTF">{1}T00:00:00Z</dcterms:{0}>'


def faceless(workbook: bytes, day: date) -> bytes:
    """The same workbook, dated `day`; the same bytes whenever and wherever it is made."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            info = zipfile.ZipInfo(name, FIRST)
            info.compress_type, info.create_system, info.external_attr = zipfile.ZIP_DEFLATED, 0, 0
            new.writestr(info, _core(day) if name == CORE else old.read(name))
    return out.getvalue()


def _core(day: date) -> bytes:
    dates = "".join(DATED.format(k, day.isoformat()) for k in ("created", "modified"))
    return PROPERTIES.format(dates=dates).encode()
