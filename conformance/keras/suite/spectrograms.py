"""MelSpectrogram and STFTSpectrogram: all their arguments."""

from keras import layers

from . import case, one_layer, scaled, uniform

SOUND = uniform(-1, 1)


def mel(name, shape, tags=(), dtype="float32", x=SOUND, **kwargs):
    kwargs = {"fft_length": 16, "sequence_stride": 8, "sampling_rate": 100, "num_mel_bins": 5, "min_freq": 3.0, **kwargs}
    case(f"mel-spectrogram-{name}", lambda: one_layer(shape, layers.MelSpectrogram(**kwargs), dtype), tags, x=x)


mel("plain", (50,))
mel("rank3", (2, 50))
mel("power", (50,), power_to_db=False)
mel("magnitude", (50,), power_to_db=False, mag_exp=1.0, min_freq=0.0)
mel("hamming", (50,), window="hamming", sequence_length=11)
mel("range", (50,), top_db=6.0, ref_power=0.3, min_power=1e-3)
mel("frequencies", (61,), min_freq=5.0, max_freq=40, num_mel_bins=7, fft_length=24, sequence_stride=5)
mel("odd", (50,), fft_length=15, sequence_length=9)
mel("dynamic", (2, None), ["dynamic"], fft_length=6, sequence_stride=2, num_mel_bins=2, sampling_rate=30, min_freq=1.0)
mel("defaults", (700,), fft_length=512, sequence_stride=256, sampling_rate=16000, num_mel_bins=8, min_freq=20.0)


def stft(name, shape, tags=(), **kwargs):
    kwargs = {"frame_length": 10, "frame_step": 4, "fft_length": 16, **kwargs}
    case(f"stft-spectrogram-{name}", lambda: one_layer(shape, layers.STFTSpectrogram(**kwargs)), tags)


for mode in ("log", "magnitude", "psd", "real", "imag", "angle", "stft"):
    stft(mode, (30, 2), mode=mode)
    stft(f"{mode}-apart", (30, 2), mode=mode, expand_dims=True, padding="same")
stft("same", (27, 3), padding="same", mode="magnitude")
stft("defaults", (30, 1), frame_step=None, fft_length=None, window="hamming", periodic=True, scaling="spectrum", mode="magnitude")
stft("unscaled", (30, 1), scaling=None, window=None, mode="psd")
stft("dynamic", (None, 2), ["dynamic"], frame_length=4, frame_step=2, fft_length=4, mode="magnitude")
stft("dynamic-same", (None, 2), ["dynamic"], frame_length=4, frame_step=2, fft_length=5, padding="same", mode="stft")
