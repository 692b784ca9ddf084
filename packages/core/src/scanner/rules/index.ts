import type { Check } from '../define-check.ts';
import type { Area } from '../subjects.ts';
import { archiveDuplicate } from './archive/duplicate.ts';
import { archiveLink } from './archive/link.ts';
import { archiveMismatch } from './archive/mismatch.ts';
import { archiveSpecialFile } from './archive/special-file.ts';
import { archiveStructure } from './archive/structure.ts';
import { archiveTrailingData } from './archive/trailing-data.ts';
import { archiveTraversal } from './archive/traversal.ts';
import { codeProgram } from './code/program.ts';
import { codeScript } from './code/script.ts';
import { configHydraTarget } from './config/hydra-target.ts';
import { folderCodeDisagreement } from './folder/code-disagreement.ts';
import { folderMissingFile } from './folder/missing-file.ts';
import { folderTwoDescriptions } from './folder/two-descriptions.ts';
import { ggufLayout } from './gguf/layout.ts';
import { ggufStructure } from './gguf/structure.ts';
import { hdf5Cycle } from './hdf5/cycle.ts';
import { hdf5ExternalLink } from './hdf5/external-link.ts';
import { hdf5ExternalStorage } from './hdf5/external-storage.ts';
import { hdf5Filter } from './hdf5/filter.ts';
import { hdf5ShapeBomb } from './hdf5/shape-bomb.ts';
import { hdf5SoftLink } from './hdf5/soft-link.ts';
import { hdf5Structure } from './hdf5/structure.ts';
import { hdf5VirtualDataset } from './hdf5/virtual-dataset.ts';
import { huggingfacePath } from './huggingface/path.ts';
import { huggingfaceRemoteCode } from './huggingface/remote-code.ts';
import { huggingfaceUnlistedModule } from './huggingface/unlisted-module.ts';
import { jinjaAttribute } from './jinja/attribute.ts';
import { jinjaCall } from './jinja/call.ts';
import { jinjaComputedName } from './jinja/computed-name.ts';
import { jinjaImport } from './jinja/import.ts';
import { jinjaStructure } from './jinja/structure.ts';
import { jsonDuplicateKey } from './json/duplicate-key.ts';
import { jsonEncoding } from './json/encoding.ts';
import { jsonStructure } from './json/structure.ts';
import { codeClass } from './keras/code-class.ts';
import { customObject } from './keras/custom-object.ts';
import { fieldType } from './keras/field-type.ts';
import { fileReference } from './keras/file-reference.ts';
import { lambdaBytecode } from './keras/lambda-bytecode.ts';
import { namePath } from './keras/name-path.ts';
import { pickleMember } from './keras/pickle-member.ts';
import { unknownClass } from './keras/unknown-class.ts';
import { unknownField } from './keras/unknown-field.ts';
import { unknownFunction } from './keras/unknown-function.ts';
import { unknownMember } from './keras/unknown-member.ts';
import { unknownModule } from './keras/unknown-module.ts';
import { unsafeSetting } from './keras/unsafe-setting.ts';
import { mlflowCode } from './mlflow/code.ts';
import { mlflowLoaderModule } from './mlflow/loader-module.ts';
import { mlflowPath } from './mlflow/path.ts';
import { npyStructure } from './npy/structure.ts';
import { npyTrailingData } from './npy/trailing-data.ts';
import { onnxCodeOperator } from './onnx/code-operator.ts';
import { onnxExternalData } from './onnx/external-data.ts';
import { onnxMaskedOperator } from './onnx/masked-operator.ts';
import { onnxRecursion } from './onnx/recursion.ts';
import { onnxStructure } from './onnx/structure.ts';
import { onnxTensorLayout } from './onnx/tensor-layout.ts';
import { onnxUnknownOperator } from './onnx/unknown-operator.ts';
import { pickleAttributeTraversal } from './pickle/attribute-traversal.ts';
import { pickleChangedGlobal } from './pickle/changed-global.ts';
import { pickleComputedName } from './pickle/computed-name.ts';
import { pickleExtensionCode } from './pickle/extension-code.ts';
import { pickleIncomplete } from './pickle/incomplete.ts';
import { picklePersistentId } from './pickle/persistent-id.ts';
import { pickleSeveral } from './pickle/several.ts';
import { pickleTrailingData } from './pickle/trailing-data.ts';
import { pickleUnlistedCall } from './pickle/unlisted-call.ts';
import { pickleUnlistedGlobal } from './pickle/unlisted-global.ts';
import { pickleUnlistedOperation } from './pickle/unlisted-operation.ts';
import { pytorchCode } from './pytorch/code.ts';
import { pytorchStorage } from './pytorch/storage.ts';
import { safetensorsLayout } from './safetensors/layout.ts';
import { safetensorsStructure } from './safetensors/structure.ts';
import { scanExtension } from './scan/extension.ts';
import { scanLimit } from './scan/limit.ts';
import { scanSeveralFormats } from './scan/several-formats.ts';
import { scanSourceCode } from './scan/source-code.ts';
import { scanUnread } from './scan/unread.ts';
import { skopsEmbeddedCode } from './skops/embedded-code.ts';
import { skopsStructure } from './skops/structure.ts';
import { skopsUnlistedType } from './skops/unlisted-type.ts';
import { tensorflowAssetPath } from './tensorflow/asset-path.ts';
import { tensorflowCodeOperator } from './tensorflow/code-operator.ts';
import { tensorflowFileOperator } from './tensorflow/file-operator.ts';
import { tensorflowMaskedOperator } from './tensorflow/masked-operator.ts';
import { tensorflowNetworkOperator } from './tensorflow/network-operator.ts';
import { tensorflowOpaqueOperator } from './tensorflow/opaque-operator.ts';
import { tensorflowStructure } from './tensorflow/structure.ts';
import { tensorflowUnknownOperator } from './tensorflow/unknown-operator.ts';
import { tfliteFlexOperator } from './tflite/flex-operator.ts';
import { tfliteStructure } from './tflite/structure.ts';
import { tfliteTensorLayout } from './tflite/tensor-layout.ts';
import { tfliteTrailingData } from './tflite/trailing-data.ts';
import { tfliteUnknownOperator } from './tflite/unknown-operator.ts';
import { yamlAlias } from './yaml/alias.ts';
import { yamlDuplicateKey } from './yaml/duplicate-key.ts';
import { yamlStructure } from './yaml/structure.ts';
import { yamlTag } from './yaml/tag.ts';
import { zipDuplicate } from './zip/duplicate.ts';
import { zipEncrypted } from './zip/encrypted.ts';
import { zipLink } from './zip/link.ts';
import { zipMismatch } from './zip/mismatch.ts';
import { zipPrefixData } from './zip/prefix-data.ts';
import { zipRatio } from './zip/ratio.ts';
import { zipStructure } from './zip/structure.ts';
import { zipTrailingData } from './zip/trailing-data.ts';
import { zipTraversal } from './zip/traversal.ts';

/** Every check, by what it looks at, sorted. One more is a file, its test and a line here. */
export const CHECKS: { readonly [A in Area]: readonly Check<A>[] } = {
  archive: [archiveDuplicate, archiveLink, archiveMismatch, archiveSpecialFile, archiveStructure, archiveTrailingData, archiveTraversal],
  code: [codeProgram, codeScript],
  config: [configHydraTarget],
  folder: [folderCodeDisagreement, folderMissingFile, folderTwoDescriptions],
  gguf: [ggufLayout, ggufStructure],
  hdf5: [hdf5Cycle, hdf5ExternalLink, hdf5ExternalStorage, hdf5Filter, hdf5ShapeBomb, hdf5SoftLink, hdf5Structure, hdf5VirtualDataset],
  huggingface: [huggingfacePath, huggingfaceRemoteCode, huggingfaceUnlistedModule],
  jinja: [jinjaAttribute, jinjaCall, jinjaComputedName, jinjaImport, jinjaStructure],
  json: [jsonDuplicateKey, jsonEncoding, jsonStructure],
  keras: [
    codeClass,
    customObject,
    fieldType,
    fileReference,
    lambdaBytecode,
    namePath,
    pickleMember,
    unknownClass,
    unknownField,
    unknownFunction,
    unknownMember,
    unknownModule,
    unsafeSetting,
  ],
  mlflow: [mlflowCode, mlflowLoaderModule, mlflowPath],
  npy: [npyStructure, npyTrailingData],
  pickle: [
    pickleAttributeTraversal,
    pickleChangedGlobal,
    pickleComputedName,
    pickleExtensionCode,
    pickleIncomplete,
    picklePersistentId,
    pickleSeveral,
    pickleTrailingData,
    pickleUnlistedCall,
    pickleUnlistedGlobal,
    pickleUnlistedOperation,
  ],
  pytorch: [pytorchCode, pytorchStorage],
  onnx: [onnxCodeOperator, onnxExternalData, onnxMaskedOperator, onnxRecursion, onnxStructure, onnxTensorLayout, onnxUnknownOperator],
  safetensors: [safetensorsLayout, safetensorsStructure],
  scan: [scanExtension, scanLimit, scanSeveralFormats, scanSourceCode, scanUnread],
  skops: [skopsEmbeddedCode, skopsStructure, skopsUnlistedType],
  tensorflow: [
    tensorflowAssetPath,
    tensorflowCodeOperator,
    tensorflowFileOperator,
    tensorflowMaskedOperator,
    tensorflowNetworkOperator,
    tensorflowOpaqueOperator,
    tensorflowStructure,
    tensorflowUnknownOperator,
  ],
  tflite: [tfliteFlexOperator, tfliteStructure, tfliteTensorLayout, tfliteTrailingData, tfliteUnknownOperator],
  yaml: [yamlAlias, yamlDuplicateKey, yamlStructure, yamlTag],
  zip: [zipDuplicate, zipEncrypted, zipLink, zipMismatch, zipPrefixData, zipRatio, zipStructure, zipTrailingData, zipTraversal],
};

/** All of them, for pages and contract tests. */
export const ALL_CHECKS = Object.values(CHECKS).flat();
