"""
Texts under a key of one person: sealed, opened, and vouched for by a mark that tells nothing about them.

AES-GCM with a key of 256 bits for each person and a nonce of chance for each text. What a text is about is bound to it, so that it opens
nowhere else. The mark of a sealed text is its SHA-256: whoever has it elsewhere can tell that the text is the same, without any key; and
as the nonce is of chance, it tells nothing about what was sealed. The mark of a key does the same for the key, because a sealed text alone
does not say under which key it was sealed.

Stands on: `port`, cryptography.   Knows nothing of: cases, who may read.
"""

import hmac
import os
from base64 import b64decode, b64encode
from hashlib import sha256

from rjflow.sealing.port import CannotUnseal, installed

KEY_LENGTH = 32
_NONCE = 12


def new_key() -> bytes:
    """
    Make a key.
    """
    return os.urandom(KEY_LENGTH)


def mark_of_key(key: bytes) -> str:
    """
    Give what a key can be recognised by; it tells nothing about the key.
    """
    return keyed(key, b"which key this is")


def mark_of(sealed: str) -> str:
    """
    Give what a sealed text can be recognised by; it tells nothing about what was sealed.
    """
    return sha256(sealed.encode()).hexdigest()


def keyed(key: bytes, said: bytes) -> str:
    """
    Give a digest that nobody can work out or try without the key.
    """
    return hmac.new(key, said, sha256).hexdigest()


def seal(key: bytes, plain: bytes, about: bytes) -> str:
    """
    Encrypt something, bound to what it is about.

    Raises:
        NotInstalled: cryptography is not.
    """
    with installed():
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM
    nonce = os.urandom(_NONCE)
    return b64encode(nonce + AESGCM(key).encrypt(nonce, plain, about)).decode()


def unseal(key: bytes, sealed: str, about: bytes) -> bytes:
    """
    Give back what was sealed under this key, about this.

    Raises:
        CannotUnseal: it was not, or was changed since.
        NotInstalled: cryptography is not.
    """
    with installed():
        from cryptography.exceptions import InvalidTag
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM
    try:
        raw = b64decode(sealed, validate=True)
        return AESGCM(key).decrypt(raw[:_NONCE], raw[_NONCE:], about)
    except (InvalidTag, ValueError) as problem:
        raise CannotUnseal("it was not sealed under this key, or was changed since") from problem
