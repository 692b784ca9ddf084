/** What a locally connected layer looks at: sizes by axis, the first axis first. */
export interface Windows {
  readonly sizes: readonly number[];
  readonly kernel: readonly number[];
  readonly strides: readonly number[];
  readonly padding: 'valid' | 'same';
}

/** Positions of the answer along each axis (tf_keras/src/utils/conv_utils.py, `conv_output_length`). */
export const outputSizes = ({ sizes, kernel, strides, padding }: Windows): readonly number[] =>
  sizes.map((size, axis) => {
    const [window, stride] = [kernel[axis] ?? 1, strides[axis] ?? 1];
    return padding === 'same' ? Math.ceil(size / stride) : Math.floor((size - window + stride) / stride);
  });

/**
 * For each position of the answer, in C order, the positions of the input that it sees, in C order. Windows are cut off at the borders.
 *
 * @see tf_keras/src/utils/conv_utils.py, `conv_connected_inputs`
 */
export function connected(windows: Windows): readonly (readonly number[])[] {
  const { sizes, kernel, strides, padding } = windows;
  return positions(outputSizes(windows).map((size) => range(0, size))).map((place) =>
    positions(
      place.map((at, axis) => {
        const window = kernel[axis] ?? 1;
        const left = Math.floor(window / 2);
        const centre = at * (strides[axis] ?? 1) + (padding === 'valid' ? left : 0);
        return range(Math.max(0, centre - left), Math.min(sizes[axis] ?? 0, centre + window - left));
      }),
    ).map((inputs) => inputs.reduce((flat, at, axis) => flat * (sizes[axis] ?? 1) + at, 0)),
  );
}

const range = (from: number, to: number): readonly number[] => Array.from({ length: Math.max(0, to - from) }, (_, index) => from + index);

/** All combinations, the last axis fastest. */
const positions = (axes: readonly (readonly number[])[]): readonly (readonly number[])[] =>
  axes.reduce<readonly (readonly number[])[]>((all, axis) => all.flatMap((some) => axis.map((at) => [...some, at])), [[]]);
