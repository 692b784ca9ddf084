"""Writes conformance/media/ordinary: small images and sounds that Pillow and Python's wave write, with what they read of them.

    python tools/oracle/media_fixtures.py

expected.json holds for each image the SHA-256 of what `convert("RGB")` and `convert("L")` give (kind "exact"), or the RGB bytes themselves, packed with zlib
(kind "lossy"); for each sound the SHA-256 of its samples, little-endian, 24 bits widened to 32. `fits` holds what Keras makes of one picture by its three ways to
resize (needs Keras with TensorFlow; without it, the ones that are there stay).
"""

import base64
import hashlib
import io
import json
import pathlib
import struct
import wave
import zlib

import numpy as np
from PIL import Image, ImageCms, PngImagePlugin, __version__

OUT = pathlib.Path(__file__).resolve().parents[2] / "conformance/media/ordinary"
RNG = np.random.default_rng(7)
W, H = 24, 20


def picture(width=W, height=H):
    """Slopes and a little noise: what photographs have, so that lossy formats do not differ by chance alone."""
    y, x = np.mgrid[0:height, 0:width].astype(float)
    planes = [x * 255 / max(1, width - 1), y * 255 / max(1, height - 1), 127 + 100 * np.sin(x / 3) * np.cos(y / 4)]
    return Image.fromarray(np.clip(np.stack(planes, -1) + RNG.normal(0, 4, (height, width, 3)), 0, 255).astype(np.uint8))


RGB = picture()
GREY = RGB.convert("L")
ALPHA = RGB.copy()
ALPHA.putalpha(Image.fromarray(RNG.integers(0, 256, (H, W), dtype=np.uint8)))
PALETTE = RGB.quantize(64)
EXIF = Image.Exif()
EXIF[0x0112] = 6
ICC = ImageCms.ImageCmsProfile(ImageCms.createProfile("XYZ")).tobytes()
files = {}
expected = {}


def keep(name, data, kind="exact"):
    image = Image.open(io.BytesIO(data))
    frames = getattr(image, "n_frames", 1)
    row = {"kind": kind, "width": image.width, "height": image.height, "frames": frames}
    image.seek(0)
    rgb = image.convert("RGB").tobytes()
    if kind == "exact":
        row |= {"rgb": hashlib.sha256(rgb).hexdigest(), "grey": hashlib.sha256(image.convert("L").tobytes()).hexdigest()}
    else:
        row["pixels"] = base64.b64encode(zlib.compress(rgb, 9)).decode()
    files[name] = data
    expected[name] = row


def saved(image, form, **options):
    out = io.BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def png():
    text = PngImagePlugin.PngInfo()
    text.add_text("Comment", "hello " * 50, zip=True)
    images = {
        "rgb": (RGB, {}),
        "rgba": (ALPHA, {}),
        "grey": (GREY, {}),
        "grey-alpha": (ALPHA.convert("LA"), {}),
        "palette": (PALETTE, {}),
        "palette-4": (RGB.quantize(16), {"bits": 4}),
        "palette-2": (RGB.quantize(4), {"bits": 2}),
        "palette-1": (RGB.quantize(2), {"bits": 1}),
        "one-bit": (RGB.convert("1"), {}),
        "transparent-palette": (PALETTE, {"transparency": 3}),
        "transparent-colour": (RGB, {"transparency": RGB.getpixel((0, 0))}),
        "metadata": (RGB, {"pnginfo": text, "icc_profile": ICC, "exif": EXIF, "dpi": (300, 300)}),
        "animated": (RGB, {"save_all": True, "append_images": [picture(), picture()]}),
        "one-pixel": (picture(1, 1), {}),
        "wide": (picture(301, 1), {}),
        "stored": (RGB, {"compress_level": 0}),
    }
    for name, (image, options) in images.items():
        keep(f"png-{name}.png", saved(image, "PNG", **options))


def jpeg():
    images = {
        "best": (RGB, {"quality": 95, "subsampling": "4:4:4"}),
        "usual": (RGB, {"quality": 75}),
        "422": (RGB, {"quality": 85, "subsampling": "4:2:2"}),
        "progressive": (RGB, {"quality": 80, "progressive": True}),
        "grey": (GREY, {"quality": 80}),
        "grey-progressive": (GREY, {"quality": 80, "progressive": True}),
        "optimised": (RGB, {"quality": 60, "optimize": True}),
        "restarts": (RGB, {"quality": 75, "restart_marker_rows": 1}),
        "turned": (RGB, {"quality": 75, "exif": EXIF}),
        "metadata": (RGB, {"quality": 75, "icc_profile": ICC, "comment": b"hello"}),
        "one-pixel": (picture(1, 1), {}),
        "odd": (picture(37, 13), {"quality": 70}),
        "not-converted": (RGB, {"quality": 90, "keep_rgb": True}),
    }
    for name, (image, options) in images.items():
        keep(f"jpeg-{name}.jpg", saved(image, "JPEG", **options), "lossy")
    keep("jpeg-second-picture.jpg", files["jpeg-usual.jpg"] + files["jpeg-odd.jpg"], "lossy")


def webp():
    for name, image, options, kind in [
        ("lossy", RGB, {"quality": 80}, "lossy"),
        ("lossy-alpha", ALPHA, {"quality": 80}, "lossy"),
        ("lossless", RGB, {"lossless": True}, "exact"),
        ("lossless-alpha", ALPHA, {"lossless": True, "exact": True}, "exact"),
        ("metadata", RGB, {"lossless": True, "icc_profile": ICC, "exif": EXIF.tobytes()}, "exact"),
        ("animated", RGB, {"lossless": True, "save_all": True, "append_images": [picture()]}, "exact"),
        ("odd", picture(37, 13), {"quality": 95}, "lossy"),
    ]:
        keep(f"webp-{name}.webp", saved(image, "WEBP", **options), kind)


def gif():
    for name, image, options in [
        ("palette", PALETTE, {}),
        ("grey", GREY, {}),
        ("rows", PALETTE, {"interlace": 0}),
        ("transparent", PALETTE, {"transparency": 3}),
        ("animated", PALETTE, {"save_all": True, "append_images": [picture().quantize(64), picture().quantize(32)], "loop": 0, "comment": b"hello"}),
        ("two-colours", RGB.convert("1"), {}),
        ("large", picture(150, 90).quantize(256), {}),
    ]:
        keep(f"gif-{name}.gif", saved(image, "GIF", **options))


def big_endian_tiff():
    rows = [(256, 3, 1, W << 16), (257, 3, 1, H << 16), (258, 3, 1, 8 << 16), (259, 3, 1, 1 << 16), (262, 3, 1, 1 << 16)]
    rows += [(273, 4, 1, 8), (277, 3, 1, 1 << 16), (278, 3, 1, H << 16), (279, 4, 1, W * H)]
    entries = b"".join(struct.pack(">HHII", *row) for row in rows)
    return b"MM\0*" + struct.pack(">I", 8 + W * H) + GREY.tobytes() + struct.pack(">H", len(rows)) + entries + bytes(4)


def tiff():
    for name, image, options in [
        ("raw", RGB, {}),
        ("lzw", RGB, {"compression": "tiff_lzw"}),
        ("lzw-predictor", RGB, {"compression": "tiff_lzw", "tiffinfo": {317: 2}}),
        ("deflate", RGB, {"compression": "tiff_adobe_deflate"}),
        ("packbits", RGB, {"compression": "packbits"}),
        ("grey", GREY, {}),
        ("one-bit", RGB.convert("1"), {}),
        ("palette", PALETTE, {}),
        ("rgba", ALPHA, {}),
        ("pages", RGB, {"save_all": True, "append_images": [picture(), GREY]}),
        ("strips", picture(40, 60), {"compression": "tiff_lzw", "tiffinfo": {278: 7}}),
    ]:
        keep(f"tiff-{name}.tif", saved(image, "TIFF", **options))
    keep("tiff-big-endian.tif", big_endian_tiff())


def bitmap(width, height, bits, rows, compression=0, masks=(), palette=b"", header=40):
    extra = struct.pack(f"<{len(masks)}I", *masks)
    if header == 12:
        info = struct.pack("<IHHHH", 12, width, height, 1, bits)
    else:
        info = struct.pack("<IiiHHIIiiII", 40, width, height, 1, bits, compression, len(rows), 2835, 2835, len(palette) // 4 if palette else 0, 0)
    offset = 14 + len(info) + len(extra) + len(palette)
    return b"BM" + struct.pack("<IHHI", offset + len(rows), 0, 0, offset) + info + extra + palette + rows


def bmp():
    for name, image in [("one-bit", RGB.convert("1")), ("grey", GREY), ("palette", PALETTE), ("rgb", RGB), ("rgba", ALPHA), ("odd", picture(5, 3))]:
        keep(f"bmp-{name}.bmp", saved(image, "BMP"))
    noise = lambda count: RNG.integers(0, 256, count, dtype=np.uint8).tobytes()
    keep("bmp-4-bit.bmp", bitmap(22, 5, 4, noise(12 * 5), palette=b"".join(noise(3) + b"\0" for _ in range(16))))
    keep("bmp-555.bmp", bitmap(6, 5, 16, noise(12 * 5)))
    keep("bmp-565.bmp", bitmap(6, 5, 16, noise(12 * 5), 3, (0xF800, 0x7E0, 0x1F)))
    keep("bmp-top-down.bmp", bitmap(4, -6, 24, noise(12 * 6)))
    keep("bmp-masks-32.bmp", bitmap(4, 6, 32, noise(16 * 6), 3, (0xFF0000, 0xFF00, 0xFF)))
    keep("bmp-core.bmp", bitmap(4, 6, 24, noise(12 * 6), header=12))


def wav(name, channels, width, frames=50, rate=16000):
    raw = RNG.integers(0, 256, frames * channels * width, dtype=np.uint8).tobytes()
    out = io.BytesIO()
    with wave.open(out, "wb") as sound:
        sound.setnchannels(channels)
        sound.setsampwidth(width)
        sound.setframerate(rate)
        sound.writeframes(raw)
    with wave.open(io.BytesIO(out.getvalue())) as sound:
        read = sound.readframes(sound.getnframes())
        params = sound.getparams()
    samples = b"".join(int.from_bytes(read[at : at + 3], "little", signed=True).to_bytes(4, "little", signed=True) for at in range(0, len(read), 3)) if width == 3 else read
    sounds(name, out.getvalue(), {1: "uint8", 2: "int16", 3: "int32", 4: "int32"}[width], params.nchannels, params.framerate, params.nframes, samples)


def sounds(name, data, dtype, channels, rate, frames, samples):
    files[name] = data
    expected[name] = {"kind": "sound", "dtype": dtype, "channels": channels, "rate": rate, "frames": frames, "samples": hashlib.sha256(samples).hexdigest()}


def riff(form, data, before=b""):
    chunks = b"fmt " + struct.pack("<I", len(form)) + form + before + b"data" + struct.pack("<I", len(data)) + data + bytes(len(data) & 1)
    return b"RIFF" + struct.pack("<I", 4 + len(chunks)) + b"WAVE" + chunks


def audio():
    for name, channels, width in [("8", 1, 1), ("16", 1, 2), ("24", 1, 3), ("32", 1, 4), ("stereo", 2, 2), ("six-channels", 6, 2), ("stereo-24", 2, 3)]:
        wav(f"wav-{name}.wav", channels, width)
    wav("wav-odd.wav", 1, 1, frames=51, rate=44100)
    for bits, dtype in [(32, "<f4"), (64, "<f8")]:
        data = RNG.normal(0, 0.3, 60).astype(dtype).tobytes()
        form = struct.pack("<HHIIHH", 3, 2, 48000, 48000 * bits // 4, bits // 4, bits)
        sounds(f"wav-float-{bits}.wav", riff(form, data), f"float{bits}", 2, 48000, 30, data)
    data = RNG.integers(-30000, 30000, 40).astype("<i2").tobytes()
    form = struct.pack("<HHIIHHHHI", 0xFFFE, 1, 8000, 16000, 2, 16, 22, 16, 4) + b"\1\0\0\0\0\0\x10\0\x80\0\0\xaa\0\x38\x9b\x71"
    sounds("wav-extensible.wav", riff(form, data, b"LIST\x05\0\0\0hello\0"), "int16", 1, 8000, 40, data)


def fits():
    """What keras.ops.image.resize makes of the RGB picture, in float32."""
    path = OUT / "fits.json"
    try:
        import keras
    except ImportError:
        return json.loads(path.read_text())
    pixels = np.asarray(Image.open(io.BytesIO(files["png-rgb.png"])).convert("RGB"))
    ways = {"stretch": {}, "crop": {"crop_to_aspect_ratio": True}, "pad": {"pad_to_aspect_ratio": True}}
    sizes = [(10, 10), (33, 47), (20, 31), (7, 24), (20, 24)]
    rows = []
    for way, options in ways.items():
        for size in sizes:
            resized = keras.ops.convert_to_numpy(keras.ops.image.resize(pixels.astype("float32"), size, interpolation="bilinear", data_format="channels_last", **options))
            rows.append({"fit": way, "size": size, "float32": base64.b64encode(zlib.compress(resized.astype("<f4").tobytes(), 9)).decode()})
    return {"keras": keras.__version__, "file": "png-rgb.png", "rows": rows}


for make in (png, jpeg, webp, gif, tiff, bmp, audio):
    make()
OUT.mkdir(parents=True, exist_ok=True)
for old in OUT.iterdir():
    if old.suffix != ".json":
        old.unlink()
for name, data in files.items():
    (OUT / name).write_bytes(data)
(OUT / "expected.json").write_text(json.dumps({"pillow": __version__, "files": expected}, indent=1) + "\n")
(OUT / "fits.json").write_text(json.dumps(fits(), indent=1) + "\n")
print(len(files), "files,", sum(map(len, files.values())), "bytes")
