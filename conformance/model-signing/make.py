"""Signatures by Python's model-signing, one version a run, for `packages/trust/src/model-signing/vectors.test.ts`.

    python make.py --keys DIR        # in an environment with the version that is to sign (0.2 to 1.0.1: sigstore<4)

Writes vectors/<version>/*.sig and vectors/<version>/manifest.json. The private keys are made once, in DIR, and stay there; their public halves lie in keys/.
The models are made anew from the table below, here and in the test: each file is the SHA-256 of its path, over and over, up to its size.
"""

import argparse
import datetime
import hashlib
import importlib.metadata
import json
import pathlib
import platform
import tempfile

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

HERE = pathlib.Path(__file__).parent
FOLDER = {"a/x": 10, "a-b/x": 2500, "a/z/deep": 1000, "empty": 0, "config.json": 3001, "\ufffd": 7, "\U0001f600": 8, "Z": 1, "it's": 5}
FILE = 2500
CURVES = {"p256": ec.SECP256R1(), "p384": ec.SECP384R1(), "p521": ec.SECP521R1()}
SHARD = 1000
VERSION = importlib.metadata.version("model-signing")


def content(name, size):
    return (hashlib.sha256(name.encode()).digest() * (size // 32 + 1))[:size]


def make_models(root):
    for name, size in FOLDER.items():
        path = root / "folder" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content(name, size))
    (root / "file.bin").write_bytes(content("file.bin", FILE))


def pem_private(key):
    return key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())


def pem_public(key):
    return key.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)


def certificate(subject, key, issuer, issuer_key, days, ca, length=None):
    start = datetime.datetime(2024, 1, 1, tzinfo=datetime.timezone.utc)
    name = lambda text: x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, text)])
    usage = dict(content_commitment=False, key_encipherment=False, data_encipherment=False, key_agreement=False, encipher_only=False, decipher_only=False)
    return (
        x509.CertificateBuilder().subject_name(name(subject)).issuer_name(name(issuer)).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(start).not_valid_after(start + datetime.timedelta(days=days))
        .add_extension(x509.BasicConstraints(ca=ca, path_length=length), critical=True)
        .add_extension(x509.KeyUsage(digital_signature=not ca, key_cert_sign=ca, crl_sign=ca, **usage), critical=True)
        .sign(issuer_key, hashes.SHA256())
    )


def make_keys(folder):
    """Keys on each curve, and a leaf for each under one root; that of P-521 was valid for a day only."""
    if (folder / "p256.pem").exists():
        return
    folder.mkdir(parents=True, exist_ok=True)
    (HERE / "keys").mkdir(exist_ok=True)
    root, middle = (ec.generate_private_key(ec.SECP384R1()) for _ in range(2))
    pem = serialization.Encoding.PEM
    root_certificate = certificate("Root of vectors", root, "Root of vectors", root, 36500, True)
    (HERE / "keys" / "root.pem").write_bytes(root_certificate.public_bytes(pem))
    (folder / "chain.pem").write_bytes(certificate("Middle", middle, "Root of vectors", root, 36500, True, 0).public_bytes(pem))
    for name, curve in CURVES.items():
        key = ec.generate_private_key(curve)
        (folder / f"{name}.pem").write_bytes(pem_private(key))
        (HERE / "keys" / f"{name}.pub.pem").write_bytes(pem_public(key))
        leaf = certificate(f"Signer {name}", key, "Middle", middle, 1 if name == "p521" else 36500, False)
        (folder / f"{name}.crt.pem").write_bytes(leaf.public_bytes(pem))


def cases():
    for model in ("folder", "file.bin"):
        for key in CURVES:
            for mode in ("key", "certificate"):
                yield dict(model=model, key=key, mode=mode, method="files", hash="sha256")
        if VERSION >= "0.3":
            for hash_name in ("sha256", "blake2", "blake3") if VERSION >= "1.1" else ("sha256", "blake2"):
                for method in ("files", "shards") if hash_name != "blake3" else ("files",):
                    if (hash_name, method) != ("sha256", "files"):
                        yield dict(model=model, key="p256", mode="key", method=method, hash=hash_name)


def sign_v02(case, models, keys, out):
    from model_signing import model as api
    from model_signing.hashing import file, memory
    from model_signing.serialization import serialize_by_file
    from model_signing.signature import key, pki
    from model_signing.signing import in_toto, in_toto_signature

    if case["mode"] == "key":
        signer = key.ECKeySigner.from_path(str(keys / f"{case['key']}.pem"))
    else:
        signer = pki.PKISigner.from_path(str(keys / f"{case['key']}.pem"), str(keys / f"{case['key']}.crt.pem"), [str(keys / "chain.pem")])
    serializer = serialize_by_file.ManifestSerializer(lambda path: file.SimpleFileHasher(path, memory.SHA256()))
    api.sign(models / case["model"], in_toto_signature.IntotoSigner(signer), in_toto.DigestsIntotoPayload.from_manifest, serializer).write(out)


def sign(case, models, keys, out):
    import model_signing

    hashing = model_signing.hashing.Config()
    if case["method"] == "shards":
        hashing = hashing.use_shard_serialization(hashing_algorithm=case["hash"], shard_size=SHARD)
    else:
        hashing = hashing.use_file_serialization(hashing_algorithm=case["hash"])
    model_signing.signing.Config.use_sigstore_signer = lambda self, **_: self  # before 1.1 the constructor asks the network for a way to sign that is not used here
    config = model_signing.signing.Config()
    if case["mode"] == "key":
        config = config.use_elliptic_key_signer(private_key=keys / f"{case['key']}.pem")
    else:
        config = config.use_certificate_signer(private_key=keys / f"{case['key']}.pem", signing_certificate=keys / f"{case['key']}.crt.pem", certificate_chain=[keys / "chain.pem"])
    config.set_hashing_config(hashing).sign(models / case["model"], out)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--keys", type=pathlib.Path, required=True)
    keys = parser.parse_args().keys
    make_keys(keys)
    folder = HERE / "vectors" / VERSION
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    with tempfile.TemporaryDirectory() as models:
        make_models(pathlib.Path(models))
        for case in cases():
            name = f"{case['model'].split('.')[0]}-{case['mode']}-{case['key']}-{case['hash']}-{case['method']}.sig"
            try:
                (sign_v02 if VERSION < "0.3" else sign)(case, pathlib.Path(models), keys, folder / name)
                made.append(dict(file=name, **case))
            except Exception as error:  # a version that cannot: said in the manifest, not hidden
                made.append(dict(file=name, **case, failed=f"{type(error).__name__}: {error}"[:200]))
    versions = {name: importlib.metadata.version(name) for name in ("model-signing", "sigstore", "cryptography")}
    manifest = dict(python=platform.python_version(), **versions, cases=made)
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n")
    print(VERSION, len([one for one in made if "failed" not in one]), "made,", {one["failed"] for one in made if "failed" in one})


main()
