/**
 * What Keras 3.15.1 is made of, as far as a file can name it: printed from real Keras by `tools/oracle/known.py`, then reviewed.
 *
 * Known does not mean lowered. A known class without a lowering is `HG_UNSUPPORTED_LAYER`; a class that is not here is a finding.
 * Each table is keyed by class name and by every alias; `entry.class` is the name that Keras writes today.
 */
import { constraints } from './constraints.ts';
import { dtypePolicies } from './dtype-policies.ts';
import { functions } from './functions.ts';
import { initializers } from './initializers.ts';
import { layerFields, layers } from './layers.ts';
import {
  legacyFunctions,
  legacyInitializerFields,
  legacyLayerFields,
  legacyLayers,
  legacyLossFields,
  legacyMetricFields,
  legacyModels,
  legacyOptimizerFields,
  legacyOptimizers,
} from './legacy.ts';
import { losses } from './losses.ts';
import { metrics } from './metrics.ts';
import { models } from './models.ts';
import { operations } from './operations.ts';
import { optimizers } from './optimizers.ts';
import { quantizers } from './quantizers.ts';
import { regularizers } from './regularizers.ts';
import { functionTable, table } from './table.ts';

export type { FieldType, KnownClass, PrintedFunction } from './types.ts';

/**
 * The 144 public classes of `keras.layers` (143 layers and InputSpec), the layers that `keras.applications` writes without exporting them, and what Keras 2
 * wrote: classes that are gone, and fields that are.
 */
export const KNOWN_LAYERS = table(layers, { ...layerFields, ...legacyLayerFields }, legacyLayers);
/** The 333 operation classes of `keras.src.ops`, and those of activations, quantizers and einops that can be nodes too. */
export const KNOWN_OPERATIONS = table(operations);
/** Initializers, and `keras.random.SeedGenerator`, which stands where a seed stands. */
export const KNOWN_INITIALIZERS = table(initializers, legacyInitializerFields);
export const KNOWN_LOSSES = table(losses, legacyLossFields);
export const KNOWN_METRICS = table(metrics, legacyMetricFields);
/** Optimizers and learning rate schedules. */
export const KNOWN_OPTIMIZERS = table(optimizers, legacyOptimizerFields, legacyOptimizers);
export const KNOWN_REGULARIZERS = table(regularizers);
export const KNOWN_CONSTRAINTS = table(constraints);
/** Quantizers and quantization configurations. */
export const KNOWN_QUANTIZERS = table(quantizers);
export const KNOWN_DTYPE_POLICIES = table(dtypePolicies);
/** Functional, Model and Sequential. */
export const KNOWN_MODELS = table(models, {}, legacyModels);
/** Activation functions by name, `swish` and `hard_swish` included. */
export const KNOWN_ACTIVATIONS = functionTable(functions, 'keras.activations');
export const KNOWN_LOSS_FUNCTIONS = functionTable(functions, 'keras.losses');
export const KNOWN_METRIC_FUNCTIONS = functionTable(functions, 'keras.metrics');

/** Functions of TensorFlow that a layer `TFOpLambda` of Keras 2 may name. */
export const KNOWN_TENSORFLOW_FUNCTIONS: ReadonlySet<string> = new Set(legacyFunctions);
