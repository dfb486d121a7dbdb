"""Keras 3: pooling layers, `layer(x)`, over NumPy arrays.

Floats are computed in float32, Keras' own dtype, whatever precision comes in. Where its backends disagree,
the JAX backend is followed: NaN propagates under max, an average of integers is float32. A layer without a
name keeps None, where Keras would number it.
"""

from pooling.dialects._channels_layers import AdaptiveLayer, AveragePooling, GlobalLayer, MaxPooling


class MaxPooling1D(MaxPooling):
    """Largest value of each window, (batch, steps, channels)."""

    _rank = 1


class MaxPooling2D(MaxPooling):
    """Largest value of each window, (batch, rows, columns, channels)."""

    _rank = 2


class MaxPooling3D(MaxPooling):
    """Largest value of each window, (batch, slices, rows, columns, channels)."""

    _rank = 3


class AveragePooling1D(AveragePooling):
    """Mean of each window's cells; padding is never counted, (batch, steps, channels)."""

    _rank = 1


class AveragePooling2D(AveragePooling):
    """Mean of each window's cells; padding is never counted, (batch, rows, columns, channels)."""

    _rank = 2


class AveragePooling3D(AveragePooling):
    """Mean of each window's cells; padding is never counted, (batch, slices, rows, columns, channels)."""

    _rank = 3


class GlobalMaxPooling1D(GlobalLayer):
    """Largest value of each channel, (batch, steps, channels)."""

    _rank = 1
    _type = "max"


class GlobalMaxPooling2D(GlobalLayer):
    """Largest value of each channel, (batch, rows, columns, channels)."""

    _rank = 2
    _type = "max"


class GlobalMaxPooling3D(GlobalLayer):
    """Largest value of each channel, (batch, slices, rows, columns, channels)."""

    _rank = 3
    _type = "max"


class GlobalAveragePooling1D(GlobalLayer):
    """Mean of each channel, (batch, steps, channels)."""

    _rank = 1
    _type = "average"


class GlobalAveragePooling2D(GlobalLayer):
    """Mean of each channel, (batch, rows, columns, channels)."""

    _rank = 2
    _type = "average"


class GlobalAveragePooling3D(GlobalLayer):
    """Mean of each channel, (batch, slices, rows, columns, channels)."""

    _rank = 3
    _type = "average"


class AdaptiveMaxPooling1D(AdaptiveLayer):
    """Largest value of each of as many windows as asked for, (batch, steps, channels)."""

    _rank = 1
    _type = "max"


class AdaptiveMaxPooling2D(AdaptiveLayer):
    """Largest value of each of as many windows as asked for, (batch, rows, columns, channels)."""

    _rank = 2
    _type = "max"


class AdaptiveMaxPooling3D(AdaptiveLayer):
    """Largest value of each of as many windows as asked for, (batch, slices, rows, columns, channels)."""

    _rank = 3
    _type = "max"


class AdaptiveAveragePooling1D(AdaptiveLayer):
    """Mean of each of as many windows as asked for, (batch, steps, channels)."""

    _rank = 1
    _type = "average"


class AdaptiveAveragePooling2D(AdaptiveLayer):
    """Mean of each of as many windows as asked for, (batch, rows, columns, channels)."""

    _rank = 2
    _type = "average"


class AdaptiveAveragePooling3D(AdaptiveLayer):
    """Mean of each of as many windows as asked for, (batch, slices, rows, columns, channels)."""

    _rank = 3
    _type = "average"


MaxPool1D = MaxPooling1D
MaxPool2D = MaxPooling2D
MaxPool3D = MaxPooling3D
AvgPool1D = AveragePooling1D
AvgPool2D = AveragePooling2D
AvgPool3D = AveragePooling3D
GlobalMaxPool1D = GlobalMaxPooling1D
GlobalMaxPool2D = GlobalMaxPooling2D
GlobalMaxPool3D = GlobalMaxPooling3D
GlobalAvgPool1D = GlobalAveragePooling1D
GlobalAvgPool2D = GlobalAveragePooling2D
GlobalAvgPool3D = GlobalAveragePooling3D
