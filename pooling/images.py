"""Pictures: bytes from outside become a safe array, and arrays become pictures to look at.

Uploaded bytes are hostile until shown otherwise: every limit is checked on the header, before a pixel is
decoded.
"""

import io
import itertools
import threading
from collections.abc import Iterator

import numpy as np
from numpy.typing import ArrayLike, NDArray
from PIL import Image, ImageOps, UnidentifiedImageError

from pooling import limits

Picture = NDArray[np.uint8]

_FORMATS = ("PNG", "JPEG", "WEBP", "GIF", "BMP")
_DECODERS = threading.BoundedSemaphore(limits.PICTURE_DECODERS)

# Luma weights of ITU-R BT.601, the ones that JPEG and Pillow use.
_LUMA = np.array([0.299, 0.587, 0.114], np.float32)

# viridis by Nathaniel Smith and Stefan van der Walt (CC0), every 15th of its 256 colours.
_SCALES = {
    "viridis": "440154 481769 472a7a 433d84 3d4e8a 355e8d 2e6d8e 297b8e 23898e"
    " 1f978b 21a585 2eb37c 46c06f 65cb5e 89d548 b0dd2f d8e219 fde725",
    "grey": "000000 ffffff",
}


class PictureRefused(ValueError):
    """A picture that is not decoded; the message is one sentence for the learner who sent it."""


def decode(data: bytes, side: int = limits.PICTURE_WORKING_SIDE) -> Picture:
    """The first frame of a PNG, JPEG, WebP, GIF or BMP file, uint8: (H, W, 3) for colour, (H, W) for grey.

    It stands upright (EXIF), transparency lies on white, it is reduced so that no side is above `side`.
    What the file says of itself elsewhere (its name, its MIME type) plays no part.
    Raises PictureRefused for whatever is too large, damaged or of another kind.
    """
    _check_bytes(data)
    with _DECODERS, _opened(data) as image:
        _check_size(*image.size)
        return np.array(_on_white(_reduced(image, side)))


def frames(data: bytes, side: int = limits.VOLUME_SIDE) -> Picture:
    """The frames of a moving GIF in grey, uint8 (T, H, W), 2 <= T <= side, none of whose sides is above `side`.

    A longer one gives `side` of its frames, evenly spread. All frames together may have limits.PICTURE_PIXELS.
    Raises PictureRefused for whatever is too large, too long, damaged, of another kind or does not move.
    """
    _check_bytes(data)
    with _DECODERS, _opened(data, ("GIF",)) as image:
        try:
            found = _all_frames(image, side)
        except PictureRefused:
            raise
        except Exception as error:  # as in _reduced
            raise _damaged(error) from error
    if len(found) < 2:
        raise PictureRefused("This GIF has 1 frame; at least 2 are needed to have a third axis.")
    chosen = np.linspace(0, len(found) - 1, min(len(found), side)).round().astype(int)
    return np.stack([np.asarray(found[index].resize(found[0].size)) for index in chosen])


def _all_frames(image: Image.Image, side: int) -> list[Image.Image]:
    """Every frame, reduced as soon as it is decoded; they are counted one by one, for the header does not say."""
    found: list[Image.Image] = []
    pixels = 0
    for page in _pages(image):
        _check_size(*page.size)
        pixels += page.width * page.height
        if pixels > limits.PICTURE_PIXELS:
            raise PictureRefused(f"This GIF's frames have more than {limits.PICTURE_PIXELS:,} pixels, the limit.")
        if len(found) == limits.MOVING_FRAMES:
            raise PictureRefused(f"This GIF has more than {limits.MOVING_FRAMES} frames, the limit.")
        found.append(_on_white(_reduced(page.copy(), side)).convert("L"))
    return found


def _pages(image: Image.Image) -> Iterator[Image.Image]:
    """Yield the image, standing at one frame after the other."""
    for number in itertools.count():
        try:
            image.seek(number)
        except EOFError:
            return
        yield image


def _check_bytes(data: bytes) -> None:
    if not data:
        raise PictureRefused("The file is empty: it has 0 bytes.")
    if len(data) > limits.PICTURE_BYTES:
        raise PictureRefused(f"The file has {len(data):,} bytes; the limit is {limits.PICTURE_BYTES:,}.")


def _opened(data: bytes, formats: tuple[str, ...] = _FORMATS) -> Image.Image:
    """Only the header is read here."""
    try:
        return Image.open(io.BytesIO(data), formats=formats)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        # Pillow's own limits lie above ours. Its warning arrives here only where warnings are errors; else
        # _check_size refuses the same file. (warnings.catch_warnings would not do: it is not thread-safe.)
        raise PictureRefused(
            f"This picture has more than {Image.MAX_IMAGE_PIXELS or 0:,} pixels; "
            f"the limit is {limits.PICTURE_PIXELS:,}."
        ) from error
    except UnidentifiedImageError as error:
        named = ", ".join(name.replace("WEBP", "WebP") for name in formats)
        raise PictureRefused(f"This is not a {' or '.join(named.rsplit(', ', 1))} picture.") from error
    except Exception as error:
        raise _damaged(error) from error


def _check_size(width: int, height: int) -> None:
    size = f"This picture has {width:,} x {height:,} pixels; the limit is"
    if width * height > limits.PICTURE_PIXELS:
        raise PictureRefused(f"{size} {limits.PICTURE_PIXELS:,}.")
    if max(width, height) > limits.PICTURE_SIDE:
        raise PictureRefused(f"{size} {limits.PICTURE_SIDE:,} a side.")


def _reduced(image: Image.Image, side: int) -> Image.Image:
    """Decoded, upright, no side above `side`, in mode L, LA, RGB or RGBA."""
    try:
        image.draft(None, (side, side))  # a JPEG skips the detail that thumbnail would throw away
        ImageOps.exif_transpose(image, in_place=True)
        image = _plain(image)
        image.thumbnail((side, side), Image.Resampling.BICUBIC)
    except Exception as error:  # Pillow's parsers raise whatever hostile bytes make them trip over
        raise _damaged(error) from error
    return image


def _plain(image: Image.Image) -> Image.Image:
    """A mode that resampling handles well: L, LA, RGB or RGBA."""
    if image.mode.startswith("I"):
        # 16-bit grey: convert("L") would clip at 255. The high byte of 257 * v is v exactly.
        return Image.fromarray((np.asarray(image) >> 8).astype(np.uint8))
    mode = "L" if image.mode in ("1", "L", "LA") else "RGB"
    mode += "A" * image.has_transparency_data
    return image if image.mode == mode else image.convert(mode)  # converting to its own mode would copy it


def _on_white(image: Image.Image) -> Image.Image:
    if not image.has_transparency_data:
        return image
    page = Image.new("RGBA", image.size, "white")
    page.alpha_composite(image.convert("RGBA"))
    return page.convert("L" if image.mode == "LA" else "RGB")


def _damaged(error: Exception) -> PictureRefused:
    if "truncated" in str(error).lower() or isinstance(error, EOFError):
        return PictureRefused("The picture ends too early: the file is cut off.")
    return PictureRefused("This picture cannot be read: the file is damaged.")


def png(picture: Picture) -> bytes:
    """The picture, uint8 (H, W) or (H, W, 3), as a PNG file that holds exactly these values.

    Raises TypeError for another dtype and ValueError for another shape.
    """
    picture = _checked(picture)
    file = io.BytesIO()
    Image.fromarray(picture).save(file, format="PNG")
    return file.getvalue()


def to_uint8(map: ArrayLike, low: float | None = None, high: float | None = None) -> Picture:
    """A map of any shape, scaled linearly so that low becomes 0 and high 255; values beyond them are clipped.

    low and high are the least and largest finite value unless given. NaN becomes 0, and so does all of a map
    where low equals high. Raises ValueError if low is above high.
    """
    values = np.asarray(map, np.float64)
    finite = values[np.isfinite(values)]
    low = float(finite.min(initial=np.inf) if low is None else low)
    high = float(finite.max(initial=-np.inf) if high is None else high)
    if finite.size and low > high:
        raise ValueError(f"low must be at most high, got low={low} and high={high}")
    if not low < high:
        return np.zeros(values.shape, np.uint8)
    share = np.clip((values - low) / (high - low), 0, 1)
    return np.rint(255 * np.nan_to_num(share, nan=0.0)).astype(np.uint8)


def grey(picture: Picture) -> NDArray[np.float32]:
    """The luma of a picture, uint8 (H, W) or (H, W, 3), as float32 (H, W) in 0..255.

    0.299 red + 0.587 green + 0.114 blue (ITU-R BT.601). A grey picture keeps its values.
    """
    picture = _checked(picture)
    luma: NDArray[np.float32] = picture.astype(np.float32) if picture.ndim == 2 else picture @ _LUMA
    return luma


def enlarge(picture: Picture, size: tuple[int, int]) -> Picture:
    """The picture, (h, w) or (h, w, 3), at exactly size = (H, W), each pixel a hard-edged block.

    Nearest neighbour: output row i shows input row i * h // H. Raises ValueError for a size below 1.
    """
    if min(size) < 1:
        raise ValueError(f"size must be at least 1 x 1, got {size[0]} x {size[1]}")
    rows, columns = (np.arange(new) * old // new for new, old in zip(size, picture.shape, strict=False))
    enlarged: Picture = picture[rows[:, None], columns]
    return enlarged


def colour_scale(map: ArrayLike, low: float, high: float, name: str = "viridis") -> Picture:
    """A map (H, W) as uint8 RGB (H, W, 3): low in the scale's first colour, high in its last.

    Values beyond them are clipped. Scales: "viridis" (Nathaniel Smith and Stefan van der Walt, CC0) and
    "grey"; raises ValueError for others.
    """
    if name not in _SCALES:
        raise ValueError(f"scale must be one of {', '.join(_SCALES)}, got {name!r}")
    colours: Picture = _table(name)[to_uint8(map, low, high)]
    return colours


def _table(name: str) -> Picture:
    """256 colours, interpolated between a scale's anchors."""
    anchors = np.array([list(bytes.fromhex(code)) for code in _SCALES[name].split()])
    at = np.linspace(0, len(anchors) - 1, 256)
    channels = [np.interp(at, np.arange(len(anchors)), channel) for channel in anchors.T]
    table: Picture = np.rint(np.stack(channels, axis=-1)).astype(np.uint8)
    return table


def _checked(picture: Picture) -> Picture:
    picture = np.ascontiguousarray(picture)
    if picture.dtype != np.uint8:
        raise TypeError(f"a picture holds uint8, got {picture.dtype}")
    if picture.ndim not in (2, 3) or picture.shape[2:] not in ((), (3,)) or 0 in picture.shape:
        raise ValueError(f"a picture has shape (H, W) or (H, W, 3), got {picture.shape}")
    return picture
