"""PFIF, the People Finder Interchange Format (http://zesty.ca/pfif/1.4/): its fields, and which columns they carry."""

from collections.abc import Sequence
from urllib.parse import quote, unquote

from .carried import Field, age, partial_date, plain, sex, sex_back

NAMESPACE = "http://zesty.ca/pfif/"
VERSIONS = ("1.1", "1.2", "1.3", "1.4")
DOMAIN = "exeat.invalid"  # a name that never resolves (RFC 2606): a record id is no address
MARK = "exeat"  # the processing instruction by which a file of ours says so

PERSON = (
    "person_record_id", "entry_date", "expiry_date", "author_name", "author_email", "author_phone", "source_name",
    "source_date", "source_url", "full_name", "given_name", "family_name", "alternate_names", "description", "sex",
    "date_of_birth", "age", "home_street", "home_neighborhood", "home_city", "home_state", "home_postal_code",
    "home_country", "photo_url", "profile_urls",
)  # fmt: skip
NOTE = (
    "note_record_id", "person_record_id", "linked_person_record_id", "entry_date", "author_name", "author_email",
    "author_phone", "source_date", "author_made_contact", "status", "email_of_found_person", "phone_of_found_person",
    "last_known_location", "text", "photo_url",
)  # fmt: skip

CARRIED = (
    Field("name", "full_name", plain),
    Field("given_names", "given_name", plain),
    Field("surname", "family_name", plain),
    Field("sex", "sex", sex, sex_back),
    Field("birth_date", "date_of_birth", partial_date),
    Field("age", "age", age),
)
TOLD = {
    "id": ("person_record_id",),
    "name": ("full_name",),
    "given_names": ("given_name", "first_name"),
    "surname": ("family_name", "last_name"),
    "sex": ("sex",),
    "birth_date": ("date_of_birth",),
    "age": ("age",),
}  # ours: theirs, by version


def pfif_id(parts: Sequence[str]) -> str:
    """The id of a record: `domain/case/list/row`, each part as in a URL."""
    return "/".join((DOMAIN, *(quote(part, safe="@") for part in parts)))


def row_id(id: str) -> str | None:
    """The row's own id in an id of ours; None where it is not of that form."""
    parts = id.split("/")
    return unquote(parts[3]) if len(parts) == 4 and parts[0] == DOMAIN else None
