/** Packages of the Keras team other than Keras itself: their classes are in no table of ours yet. */
const SIBLINGS = ['keras_hub', 'keras_cv', 'keras_nlp', 'tf_keras', 'tensorflow.keras', 'tensorflow.python.keras'];
/** Where Python keeps the type specifications that `__typespec__` may name. */
const TYPE_SPECS = /^tensorflow\.python\.(framework|ops\.ragged)\.\w+$/;

const within = (module: string, root: string): boolean => module === root || module.startsWith(`${root}.`);

/** Whether importing this module stays inside Keras. Only the name is looked at: whether Keras has such a module is the table's question. */
export const isKerasModule = (module: string): boolean => within(module, 'keras');
export const isSiblingModule = (module: string): boolean => SIBLINGS.some((root) => within(module, root));
export const isTypeSpecModule = (module: string): boolean => TYPE_SPECS.test(module);
