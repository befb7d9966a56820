"""What differs between the versions of QTI: names, namespaces, where their schemas stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from question_bank.interchange.qti.naming import kebab
from question_bank.interchange.xml_text import tag

_XSI = "http://www.w3.org/2001/XMLSchema-instance"
#: Learning object metadata: the same in all versions.
LOM = "http://ltsc.ieee.org/xsd/LOM"
_LOM_SCHEMA = "http://www.imsglobal.org/xsd/imsmd_loose_v1p3p2.xsd"


@dataclass(frozen=True, slots=True)
class Dialect:
    """One version of QTI."""

    version: str
    item_namespace: str
    item_schema: str
    manifest_namespace: str
    manifest_schema: str
    package_schema: str
    package_version: str
    item_type: str
    templates: str
    is_third: bool = False

    def element(self, name: str, attributes: Mapping[str, str] | None = None, body: str | None = None) -> str:
        """Return an element of QTI by its name in 2.x."""
        if not self.is_third:
            return tag(name, attributes, body)
        renamed = {kebab(key) if ":" not in key else key: value for key, value in (attributes or {}).items()}
        return tag(f"qti-{kebab(name)}", renamed, body)

    def item_attributes(self) -> dict[str, str]:
        """Return what an item's root says of its version."""
        return _rooted(self.item_namespace, f"{self.item_namespace} {self.item_schema}")

    def manifest_attributes(self) -> dict[str, str]:
        """Return what a manifest's root says of its version."""
        schemas = f"{self.manifest_namespace} {self.manifest_schema} {LOM} {_LOM_SCHEMA}"
        return {**_rooted(self.manifest_namespace, schemas), "xmlns:imsmd": LOM}


def _rooted(namespace: str, schemas: str) -> dict[str, str]:
    return {"xmlns": namespace, "xmlns:xsi": _XSI, "xsi:schemaLocation": schemas}


_IMS = "http://www.imsglobal.org"
_PURL = "https://purl.imsglobal.org/spec/qti/v3p0"

QTI_21 = Dialect(
    version="2.1",
    item_namespace=f"{_IMS}/xsd/imsqti_v2p1",
    item_schema=f"{_IMS}/xsd/qti/qtiv2p1/imsqti_v2p1.xsd",
    manifest_namespace=f"{_IMS}/xsd/imscp_v1p1",
    manifest_schema=f"{_IMS}/xsd/qti/qtiv2p1/qtiv2p1_imscpv1p2_v1p0.xsd",
    package_schema="QTIv2.1 Package",
    package_version="1.0.0",
    item_type="imsqti_item_xmlv2p1",
    templates=f"{_IMS}/question/qti_v2p1/rptemplates/",
)
QTI_22 = Dialect(
    version="2.2",
    item_namespace=f"{_IMS}/xsd/imsqti_v2p2",
    item_schema=f"{_IMS}/xsd/qti/qtiv2p2/imsqti_v2p2.xsd",
    manifest_namespace=f"{_IMS}/xsd/imscp_v1p1",
    manifest_schema=f"{_IMS}/xsd/qti/qtiv2p2/qtiv2p2_imscpv1p2_v1p0.xsd",
    package_schema="QTIv2.2 Package",
    package_version="1.0.0",
    item_type="imsqti_item_xmlv2p2",
    templates=f"{_IMS}/question/qti_v2p2/rptemplates/",
)
QTI_30 = Dialect(
    version="3.0",
    item_namespace=f"{_IMS}/xsd/imsqtiasi_v3p0",
    item_schema=f"{_PURL}/schema/xsd/imsqti_asiv3p0_v1p0.xsd",
    manifest_namespace=f"{_IMS}/xsd/qti/qtiv3p0/imscp_v1p1",
    manifest_schema=f"{_PURL}/schema/xsd/imsqtiv3p0_imscpv1p2_v1p0.xsd",
    package_schema="QTI Package",
    package_version="3.0.0",
    item_type="imsqti_item_xmlv3p0",
    templates=f"{_PURL}/rptemplates/",
    is_third=True,
)
