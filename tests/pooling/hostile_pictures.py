"""Pictures that a learner, a phone or an attacker may send, built in memory, with what must become of each.

HOSTILE maps a name to (bytes, expectation): a str is the sentence (or a part of it) of the refusal, an array
is the exact answer, and an (array, tolerance) pair allows for a lossy format.
"""

import io
import struct
import zlib

import numpy as np
from PIL import Image

Expectation = str | np.ndarray | tuple[np.ndarray, int]

NOT_A_PICTURE = "This is not a PNG, JPEG, WebP, GIF or BMP picture."
CUT_OFF = "The picture ends too early: the file is cut off."

# Four quarters of plain colour, so that lossy formats stay close and a wrong orientation is noticed.
COLOURS = np.array([[[230, 20, 20], [20, 200, 20]], [[20, 20, 220], [240, 240, 240]]], np.uint8)
QUARTERS = COLOURS.repeat(16, axis=0).repeat(24, axis=1)
GREY = np.array([[0, 51, 102], [153, 204, 255]], np.uint8)
NOISE = np.random.default_rng(3).integers(0, 256, (64, 96, 3), np.uint8)


def saved(pixels: np.ndarray | Image.Image, format: str, **options: object) -> bytes:
    image = pixels if isinstance(pixels, Image.Image) else Image.fromarray(pixels)
    file = io.BytesIO()
    image.save(file, format=format, **options)
    return file.getvalue()


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def raw_png(width: int, height: int, depth: int, kind: int, scanlines: bytes) -> bytes:
    """A PNG written by hand, so that its header may say what its pixels do not hold."""
    header = struct.pack(">IIBBBBB", width, height, depth, kind, 0, 0, 0)
    parts = chunk(b"IHDR", header), chunk(b"IDAT", zlib.compress(scanlines, 9)), chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def bomb(side: int = 13_300) -> bytes:
    """All-black, one bit a pixel: about 21 KB that would fill 864 MB on the way to a float array."""
    return raw_png(side, side, 1, 0, bytes((1 + (side + 7) // 8) * side))


def rotated_by_exif(orientation: int) -> bytes:
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "a camera that should be forgotten"
    return saved(QUARTERS, "JPEG", quality=95, subsampling=0, exif=exif.tobytes())


def animated(format: str, **options: object) -> bytes:
    second = Image.fromarray(255 - QUARTERS)
    return saved(QUARTERS, format, save_all=True, append_images=[second], duration=100, **options)


def see_through() -> tuple[np.ndarray, np.ndarray]:
    """An RGBA picture with opaque, half-transparent and clear columns, and the same on white paper."""
    rgba = np.full((4, 3, 4), (200, 100, 0, 255), np.uint8)
    rgba[:, 1, 3], rgba[:, 2, 3] = 51, 0
    white = np.array([[[200, 100, 0], [244, 224, 204], [255, 255, 255]]] * 4, np.uint8)
    return rgba, white


def see_through_palette() -> tuple[bytes, np.ndarray]:
    image = Image.frombytes("P", (2, 2), bytes([0, 1, 1, 2]))
    image.putpalette([10, 20, 30, 200, 100, 0, 0, 0, 255])
    white = np.array([[[10, 20, 30], [255] * 3], [[255] * 3, [0, 0, 255]]], np.uint8)
    return saved(image, "PNG", transparency=bytes([255, 0, 255])), white


def strip(length: int) -> bytes:
    return saved(np.full((1, length), 77, np.uint8), "PNG")


RGBA, ON_WHITE = see_through()
PALETTE, PALETTE_ON_WHITE = see_through_palette()
PNG_FILE, JPEG_FILE = saved(NOISE, "PNG"), saved(NOISE, "JPEG")
FIRST_ROW_ONLY = np.array([[80] * 3] + [[0] * 3] * 3, np.uint8)  # Pillow leaves what is missing black
SIXTEEN_BIT = GREY.astype(np.uint16) * 257
PALETTE_GIF = Image.fromarray(QUARTERS).quantize(4)

HOSTILE: dict[str, tuple[bytes, Expectation]] = {
    "text renamed .png": (b"row,column,value\n1,1,4\n", NOT_A_PICTURE),
    "empty file": (b"", "The file is empty: it has 0 bytes."),
    "25 MB of bytes": (bytes(25 * 1024 * 1024), "The file has 26,214,400 bytes; the limit is 25,165,824."),
    "TIFF": (saved(QUARTERS, "TIFF"), NOT_A_PICTURE),
    "SVG": (b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', NOT_A_PICTURE),
    "PDF": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", NOT_A_PICTURE),
    "ICO": (saved(QUARTERS, "ICO"), NOT_A_PICTURE),
    "PNG signature alone": (PNG_FILE[:8], NOT_A_PICTURE),
    "truncated PNG": (PNG_FILE[: len(PNG_FILE) // 2], CUT_OFF),
    "truncated JPEG": (JPEG_FILE[: len(JPEG_FILE) // 2], CUT_OFF),
    "truncated WebP": (saved(NOISE, "WEBP", lossless=True)[:2000], "This picture"),
    "truncated BMP": (saved(NOISE, "BMP")[:2000], CUT_OFF),
    "truncated GIF": (saved(NOISE, "GIF")[:2000], CUT_OFF),
    "one-bit bomb, 13,300 a side": (bomb(), "pixels; the limit is 25,000,000."),
    "one-bit bomb, 60,000 a side": (raw_png(60_000, 60_000, 1, 0, bytes(9)), "the limit is 25,000,000."),
    "5,001 a side": (raw_png(5001, 5001, 1, 0, b""), "has 5,001 x 5,001 pixels; the limit is 25,000,000."),
    "header larger than its pixels": (raw_png(3, 4, 8, 0, bytes([0, 80, 80, 80])), FIRST_ROW_ONLY),
    "header smaller than its pixels": (raw_png(2, 2, 8, 0, bytes(65 * 64)), np.zeros((2, 2), np.uint8)),
    "header of no width": (raw_png(0, 5, 8, 0, b""), "This "),
    "1 x 1": (saved(np.array([[[9, 8, 7]]], np.uint8), "PNG"), np.array([[[9, 8, 7]]], np.uint8)),
    "12,000 x 1 strip": (strip(12_000), np.full((1, 1024), 77, np.uint8)),
    "12,001 x 1 strip": (strip(12_001), "has 12,001 x 1 pixels; the limit is 12,000 a side."),
    "colour PNG": (PNG_FILE, NOISE),
    "BMP": (saved(NOISE, "BMP"), NOISE),
    "lossless WebP": (saved(NOISE, "WEBP", lossless=True), NOISE),
    "JPEG": (saved(QUARTERS, "JPEG", quality=95, subsampling=0), (QUARTERS, 12)),
    "grey JPEG": (saved(np.full((20, 30), 140, np.uint8), "JPEG"), (np.full((20, 30), 140, np.uint8), 2)),
    "CMYK JPEG": (
        saved(Image.fromarray(QUARTERS).convert("CMYK"), "JPEG", quality=95, subsampling=0),
        (QUARTERS, 16),
    ),
    "EXIF: a quarter turn": (rotated_by_exif(6), (np.rot90(QUARTERS, -1), 12)),
    "EXIF: mirrored": (rotated_by_exif(2), (QUARTERS[:, ::-1], 12)),
    "8-bit grey PNG": (saved(GREY, "PNG"), GREY),
    "16-bit grey PNG": (saved(SIXTEEN_BIT, "PNG"), GREY),
    "1-bit PNG": (saved(Image.fromarray(GREY > 127), "PNG"), np.where(GREY > 127, 255, 0).astype(np.uint8)),
    "RGBA": (saved(RGBA, "PNG"), ON_WHITE),
    "grey with alpha": (saved(RGBA[..., [1, 3]], "PNG"), ON_WHITE[..., 1]),
    "palette with transparency": (PALETTE, PALETTE_ON_WHITE),
    "animated GIF": (animated("GIF"), QUARTERS),
    "palette GIF": (saved(PALETTE_GIF, "GIF"), np.asarray(PALETTE_GIF.convert("RGB"))),
    "animated WebP": (animated("WEBP", lossless=True), QUARTERS),
    "animated PNG": (animated("PNG"), QUARTERS),
}
