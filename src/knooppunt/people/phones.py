"""Telephone numbers: kept as +31612345678 however they were typed, with Dutch numbers understood without a country."""

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat, PhoneNumberType

HERE = "NL"
GETS_TEXTS = {PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE, PhoneNumberType.UNKNOWN}


def normal(text: str) -> str:
    """Give the number as +31612345678, or nothing when this cannot be a telephone number."""
    try:
        number = phonenumbers.parse(text, HERE)
    except NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(number) or number.extension:
        return ""
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def gets_texts(number: str) -> bool:
    """Say whether a normal number can get a text message: mobile, or of a kind that nobody knows."""
    return phonenumbers.number_type(phonenumbers.parse(number)) in GETS_TEXTS


def shown(address: str) -> str:
    """Give a kept address as a person writes it: '06 12345678', '+32 470 12 34 56', or the e-mail address itself."""
    if not address.startswith("+"):
        return address
    number = phonenumbers.parse(address)
    here = phonenumbers.region_code_for_number(number) == HERE
    return phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL if here else PhoneNumberFormat.INTERNATIONAL)
