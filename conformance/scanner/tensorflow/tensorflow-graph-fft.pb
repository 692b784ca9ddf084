
8
PlaceholderPlaceholder*
dtype0*
shape:
8

rfft/ConstConst*
dtype0*
valueB:
=
rfft/fft_lengthConst*
dtype0*
valueB:
G
rfftRFFTPlaceholderrfft/fft_length*
Tcomplex0*
Treal0"ª