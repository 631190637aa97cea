"""
Signatures, by which a text can be told to come from somebody and to be whole: Ed25519.

Stands on: `port`, cryptography.   Knows nothing of: what is signed.
"""

from base64 import b64decode, b64encode

from rjflow.sealing.port import NotAKey, installed


def signature(private_key: bytes, said: bytes) -> str:
    """
    Sign something.

    Args:
        private_key: An Ed25519 key in PEM, as `openssl genpkey -algorithm ed25519` writes it, without a password.
        said: What is signed.

    Raises:
        NotAKey: it is none.
        NotInstalled: cryptography is not.
    """
    with installed():
        from cryptography.exceptions import UnsupportedAlgorithm
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
        from cryptography.hazmat.primitives.serialization import load_pem_private_key
    try:
        key = load_pem_private_key(private_key, None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as problem:
        raise NotAKey("this is no private key in PEM without a password") from problem
    if not isinstance(key, Ed25519PrivateKey):
        raise NotAKey("a private key to sign with is an Ed25519 key; openssl genpkey -algorithm ed25519 makes one")
    return b64encode(key.sign(said)).decode()


def is_signed(public_key: bytes, said: bytes, signed: str) -> bool:
    """
    Tell whether something was signed with the private key that belongs to a public one, and is as it was then.

    Args:
        public_key: An Ed25519 key in PEM, as `openssl pkey -pubout` writes it.
        said: What was signed.
        signed: What `signature` gave.

    Raises:
        NotAKey: it is no public key.
        NotInstalled: cryptography is not.
    """
    with installed():
        from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
        from cryptography.hazmat.primitives.serialization import load_pem_public_key
    try:
        key = load_pem_public_key(public_key)
    except (ValueError, TypeError, UnsupportedAlgorithm) as problem:
        raise NotAKey("this is no public key in PEM") from problem
    if not isinstance(key, Ed25519PublicKey):
        raise NotAKey("a public key to check heads by is an Ed25519 key; openssl pkey -pubout writes it")
    try:
        key.verify(b64decode(signed, validate=True), said)
    except (InvalidSignature, ValueError):
        return False
    return True
