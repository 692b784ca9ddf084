"""Certificate chains with OpenSSL's verdict on each, for `packages/trust/src/model-signing/chain/prove-chain.test.ts`.

    python chains.py        # needs cryptography and pyOpenSSL; writes chains.json

Verdicts are those of `X509StoreContext.verify_certificate` at the leaf's notBefore, and of the rule for the leaf, both as model-signing's `sign_certificate.py`
has them. `stricter` says why we refuse what it takes, `looser` why we take what it refuses.
"""

import base64
import datetime
import json
import pathlib

import cryptography
import OpenSSL
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509 import oid

START = datetime.datetime(2024, 1, 1, tzinfo=datetime.timezone.utc)
DAY = datetime.timedelta(days=1)
KEY = ec.generate_private_key(ec.SECP256R1())
NONE = dict(content_commitment=False, key_encipherment=False, data_encipherment=False, key_agreement=False, encipher_only=False, decipher_only=False, crl_sign=False)


def make(subject, key, issuer, issuer_key, ca=True, length=None, usage="default", eku=None, start=START, days=3650, digest=hashes.SHA256(), basic=True, extra=()):
    name = lambda text: x509.Name([x509.NameAttribute(oid.NameOID.COMMON_NAME, text)])
    builder = x509.CertificateBuilder().subject_name(name(subject)).issuer_name(name(issuer)).public_key(key.public_key())
    builder = builder.serial_number(x509.random_serial_number()).not_valid_before(start).not_valid_after(start + days * DAY)
    if basic:
        builder = builder.add_extension(x509.BasicConstraints(ca=ca, path_length=length), critical=True)
    if usage == "default":
        usage = ("cert",) if ca else ("sign",)
    if usage is not None:
        builder = builder.add_extension(x509.KeyUsage(digital_signature="sign" in usage, key_cert_sign="cert" in usage, **{**NONE, "key_agreement": not usage}), critical=True)
    if eku:
        builder = builder.add_extension(x509.ExtendedKeyUsage(eku), critical=False)
    for extension, critical in extra:
        builder = builder.add_extension(extension, critical=critical)
    return builder.sign(issuer_key, digest)


def keys(count, kind=lambda: ec.generate_private_key(ec.SECP256R1())):
    return [kind() for _ in range(count)]


CODE, CLIENT = oid.ExtendedKeyUsageOID.CODE_SIGNING, oid.ExtendedKeyUsageOID.CLIENT_AUTH


def simple(**leaf):
    root_key, key = keys(2)
    root = make("Root", root_key, "Root", root_key)
    return [make("Leaf", key, "Root", root_key, **{"ca": False, **leaf})], [root]


def with_middle(middle={}, root={}, leaf={}, depth=1):
    ks = keys(depth + 2)
    certificates = [make("Root", ks[0], "Root", ks[0], **root)]
    for level in range(1, depth + 1):
        certificates.append(make(f"CA {level}", ks[level], "Root" if level == 1 else f"CA {level - 1}", ks[level - 1], **(middle if level == depth else {})))
    leaf_certificate = make("Leaf", ks[-1], f"CA {depth}", ks[depth], **{"ca": False, **leaf})
    return [leaf_certificate, *reversed(certificates[1:])], [certificates[0]]


def wrong_issuer():
    (leaf, *_), _ = simple()
    _, roots = simple()
    return [leaf], roots


def leaf_as_ca():
    ks = keys(3)
    root = make("Root", ks[0], "Root", ks[0])
    middle = make("Leaf A", ks[1], "Root", ks[0], ca=False)
    return [make("Leaf B", ks[2], "Leaf A", ks[1], ca=False), middle], [root]


def self_signed(trusted):
    key = ec.generate_private_key(ec.SECP256R1())
    leaf = make("Alone", key, "Alone", key, ca=False, usage=("sign",))
    return [leaf], [leaf] if trusted else simple()[1]


def middle_as_root():
    chain, roots = with_middle()
    return [chain[0]], [chain[1]]


def middle_from_roots():
    chain, roots = with_middle()
    return [chain[0]], [roots[0], chain[1]]


def with_strangers():
    chain, roots = with_middle(depth=3)
    strangers = [with_middle()[0][1] for _ in range(3)]
    return [chain[0], *strangers, *reversed(chain[1:])], [*simple()[1], *roots]


def rsa_chain(digest):
    root_key, middle_key = keys(2, lambda: rsa.generate_private_key(public_exponent=65537, key_size=2048))
    key = ec.generate_private_key(ec.SECP384R1())
    root = make("Root", root_key, "Root", root_key)
    middle = make("Middle", middle_key, "Root", root_key, digest=digest)
    return [make("Leaf", key, "Middle", middle_key, ca=False), middle], [root]


def loop():
    a, b, key = keys(3)
    one = make("A", a, "B", b)
    two = make("B", b, "A", a)
    return [make("Leaf", key, "A", a, ca=False), one, two], simple()[1]


def names(permitted, critical):
    return [(x509.NameConstraints(permitted_subtrees=[x509.DirectoryName(x509.Name([x509.NameAttribute(oid.NameOID.COMMON_NAME, permitted)]))], excluded_subtrees=None), critical)]


UNKNOWN = x509.UnrecognizedExtension(x509.ObjectIdentifier("1.3.6.1.4.1.55555.1"), b"\x05\x00")
CASES = {
    "leaf under the root": simple(),
    "leaf under a CA under the root": with_middle(),
    "four CAs": with_middle(depth=4),
    "RSA, SHA-256": rsa_chain(hashes.SHA256()),
    "strangers beside the chain": with_strangers(),
    "the CA beside the roots": middle_from_roots(),
    "a self-signed leaf that is trusted": self_signed(True),
    "a leaf without a key usage, for code signing": simple(usage=None, eku=[CODE]),
    "a leaf for clients too": simple(eku=[CLIENT]),
    "a short-lived leaf, expired today": simple(days=1),
    "path length 0 above a leaf": with_middle(middle=dict(length=0)),
    "path length 1 above a CA": with_middle(root=dict(length=1)),
    "an extension that is unknown, not critical": simple(extra=[(UNKNOWN, False)]),
    "a CA without a key usage": with_middle(middle=dict(usage=None)),
    "another root of that name": wrong_issuer(),
    "a leaf that issues": leaf_as_ca(),
    "a self-signed leaf that nobody trusts": self_signed(False),
    "a CA that is given as root, and is none": middle_as_root(),
    "the CA is missing": (with_middle()[0][:1], with_middle()[1]),
    "a CA that may not sign certificates": with_middle(middle=dict(usage=("sign",))),
    "a CA without basic constraints": with_middle(middle=dict(basic=False)),
    "a CA that says it is none": with_middle(middle=dict(ca=False, usage=("cert",))),
    "path length 0 above a CA": with_middle(root=dict(length=0)),
    "path length 0 above two CAs": with_middle(depth=2, root=dict(length=0)),
    "path length 1 above two CAs": with_middle(depth=2, root=dict(length=1)),
    "path length 1 above three CAs": with_middle(depth=3, root=dict(length=1)),
    "a CA that expired before the leaf began": with_middle(middle=dict(days=1), leaf=dict(start=START + 30 * DAY)),
    "a CA that began after the leaf": with_middle(middle=dict(start=START + 30 * DAY)),
    "a root that expired before the leaf began": with_middle(root=dict(days=1), leaf=dict(start=START + 30 * DAY), middle=dict(start=START + 29 * DAY)),
    "a leaf that may not sign": simple(usage=()),
    "a leaf without any usage": simple(usage=None),
    "a leaf for clients alone": simple(usage=None, eku=[CLIENT]),
    "a critical extension that is unknown, in the leaf": simple(extra=[(UNKNOWN, True)]),
    "a critical extension that is unknown, in the CA": with_middle(middle=dict(extra=[(UNKNOWN, True)])),
    "CAs that issue each other": loop(),
    "a CA that may not name the leaf": with_middle(middle=dict(extra=names("Somebody", True))),
    "a CA that may name the leaf": with_middle(middle=dict(extra=names("Leaf", True))),
    "a leaf that may not sign, but code": simple(usage=(), eku=[CODE]),
    "a critical extension that is unknown, in the root": with_middle(root=dict(extra=[(UNKNOWN, True)])),
}
STRICTER = {
    "a CA that may name the leaf": "name constraints are not understood, so that nothing passes by them",
    "a leaf that may not sign, but code": "RFC 5280, 4.2.1.3: a key usage that is there decides",
}
LOOSER = {"strangers beside the chain": "OpenSSL takes the first certificate of a name and does not try the next"}


def verdict(chain, roots):
    crypto = OpenSSL.crypto
    convert = crypto.X509.from_cryptography
    store = crypto.X509Store()
    for root in roots:
        store.add_cert(convert(root))
    store.set_time(chain[0].not_valid_before_utc.replace(tzinfo=None))
    try:
        crypto.X509StoreContext(store, convert(chain[0]), [convert(one) for one in chain[1:]]).verify_certificate()
    except crypto.X509StoreContextError as error:
        return str(error)
    for kind, may in ((x509.KeyUsage, lambda value: value.digital_signature), (x509.ExtendedKeyUsage, lambda value: CODE in value)):
        try:
            if may(chain[0].extensions.get_extension_for_class(kind).value):
                return None
        except x509.ExtensionNotFound:
            pass
    return "Signing certificate cannot be used for signing"


def main():
    der = lambda one: base64.b64encode(one.public_bytes(serialization.Encoding.DER)).decode()
    cases = []
    for name, (chain, roots) in CASES.items():
        refused = verdict(chain, roots)
        cases.append(dict(name=name, refused=refused, **({"stricter": STRICTER[name]} if name in STRICTER else {}), **({"looser": LOOSER[name]} if name in LOOSER else {}), chain=[der(one) for one in chain], roots=[der(one) for one in roots]))
        print(f"{name}: {refused or 'valid'}")
    openssl = OpenSSL.SSL.SSLeay_version(OpenSSL.SSL.SSLEAY_VERSION).decode()
    manifest = dict(openssl=openssl, pyOpenSSL=OpenSSL.__version__, cryptography=cryptography.__version__, cases=cases)
    (pathlib.Path(__file__).parent / "chains.json").write_text(json.dumps(manifest, indent=1) + "\n")


main()
