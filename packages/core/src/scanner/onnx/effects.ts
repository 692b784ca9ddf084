/** Operators that do more than compute, whatever their domain is called, and what they do. */
export const EFFECTS: Readonly<Record<string, string>> = {
  EPContext: 'loads a compiled engine, out of the model or from a file that it names, into an execution provider',
  PyOp: 'imports a Python module that the model names, and calls a class of it',
  PythonOp: 'calls a Python function that the model names',
  PythonOpGrad: 'calls a Python function that the model names',
  Snpe: 'loads a model of another runtime into native code',
  TritonOp: 'compiles and runs a kernel that the model names',
  AzureAudioToText: 'sends its inputs to an address that the model names',
  AzureTextToText: 'sends its inputs to an address that the model names',
  AzureTritonInvoker: 'sends its inputs to an address that the model names',
  OpenAIAudioToText: 'sends its inputs to an address that the model names',
  OpenAIChat: 'sends its inputs to an address that the model names',
  OpenAIEmbeddings: 'sends its inputs to an address that the model names',
};
