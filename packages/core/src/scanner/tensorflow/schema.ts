import { schemaOf } from '../../artifact/protobuf/schema.ts';

/** Messages of saved_model.proto and its companions (TensorFlow 2.21.0). Printed by tools/oracle/operators.py. */
export const TENSORFLOW_SCHEMA = schemaOf(`
Any: 1 type_url s, 2 value b
AssetFileDef: 1 tensor_info TensorInfo, 2 filename s
AttrValue: 1 list AttrValue.ListValue, 2 s b, 3 i v, 4 f f, 5 b v, 6 type v, 7 shape TensorShapeProto, 8 tensor TensorProto, 9 placeholder s, 10 func NameAttrList
AttrValue.ListValue: 2 s* b, 3 i* v, 4 f* f, 5 b* v, 6 type* v, 7 shape* TensorShapeProto, 8 tensor* TensorProto, 9 func* NameAttrList
BoundedTensorSpecProto: 1 name s, 2 shape TensorShapeProto, 3 dtype v, 4 minimum TensorProto, 5 maximum TensorProto
BundleEntryProto: 1 dtype v, 2 shape TensorShapeProto, 3 shard_id v, 4 offset v, 5 size v, 6 crc32c f, 7 slices* TensorSliceProto
BundleHeaderProto: 1 num_shards v, 2 endianness v, 3 version VersionDef
CapturedTensor: 1 name s, 2 concrete_function s
CollectionDef: 1 node_list CollectionDef.NodeList, 2 bytes_list CollectionDef.BytesList, 3 int64_list CollectionDef.Int64List, 4 float_list CollectionDef.FloatList, 5 any_list CollectionDef.AnyList
CollectionDef.AnyList: 1 value* Any
CollectionDef.BytesList: 1 value* b
CollectionDef.FloatList: 1 value* f
CollectionDef.Int64List: 1 value* v
CollectionDef.NodeList: 1 value* s
DictValue: 1 fields* DictValue.FieldsEntry
DictValue.FieldsEntry: 1 key s, 2 value StructuredValue
FingerprintDef: 1 saved_model_checksum v, 2 graph_def_program_hash v, 3 signature_def_hash v, 4 saved_object_graph_hash v, 5 checkpoint_hash v, 6 version VersionDef, 7 uuid s
FullTypeDef: 1 type_id v, 2 args* FullTypeDef, 3 s s, 4 i v
FunctionDef: 1 signature OpDef, 3 node_def* NodeDef, 4 ret* FunctionDef.RetEntry, 5 attr* FunctionDef.AttrEntry, 6 control_ret* FunctionDef.ControlRetEntry, 7 arg_attr* FunctionDef.ArgAttrEntry, 8 resource_arg_unique_id* FunctionDef.ResourceArgUniqueIdEntry
FunctionDef.ArgAttrEntry: 1 key v, 2 value FunctionDef.ArgAttrs
FunctionDef.ArgAttrs: 1 attr* FunctionDef.ArgAttrs.AttrEntry
FunctionDef.ArgAttrs.AttrEntry: 1 key s, 2 value AttrValue
FunctionDef.AttrEntry: 1 key s, 2 value AttrValue
FunctionDef.ControlRetEntry: 1 key s, 2 value s
FunctionDef.ResourceArgUniqueIdEntry: 1 key v, 2 value v
FunctionDef.RetEntry: 1 key s, 2 value s
FunctionDefLibrary: 1 function* FunctionDef, 2 gradient* GradientDef, 3 registered_gradients* RegisteredGradient
FunctionSpec: 1 fullargspec StructuredValue, 2 is_method v, 5 input_signature StructuredValue, 6 jit_compile v
GradientDef: 1 function_name s, 2 gradient_func s
GraphDebugInfo: 1 files* s, 2 traces* GraphDebugInfo.TracesEntry, 4 frames_by_id* GraphDebugInfo.FramesByIdEntry, 5 name_to_trace_id* GraphDebugInfo.NameToTraceIdEntry, 6 traces_by_id* GraphDebugInfo.TracesByIdEntry
GraphDebugInfo.FileLineCol: 1 file_index v, 2 line v, 3 col v, 4 func s, 5 code s
GraphDebugInfo.FramesByIdEntry: 1 key d, 2 value GraphDebugInfo.FileLineCol
GraphDebugInfo.NameToTraceIdEntry: 1 key s, 2 value d
GraphDebugInfo.StackTrace: 1 file_line_cols* GraphDebugInfo.FileLineCol, 2 frame_id* d
GraphDebugInfo.TracesByIdEntry: 1 key d, 2 value GraphDebugInfo.StackTrace
GraphDebugInfo.TracesEntry: 1 key s, 2 value GraphDebugInfo.StackTrace
GraphDef: 1 node* NodeDef, 2 library FunctionDefLibrary, 3 version v, 4 versions VersionDef, 5 debug_info GraphDebugInfo
ListValue: 1 values* StructuredValue
MetaGraphDef: 1 meta_info_def MetaGraphDef.MetaInfoDef, 2 graph_def GraphDef, 3 saver_def SaverDef, 4 collection_def* MetaGraphDef.CollectionDefEntry, 5 signature_def* MetaGraphDef.SignatureDefEntry, 6 asset_file_def* AssetFileDef, 7 object_graph_def SavedObjectGraph
MetaGraphDef.CollectionDefEntry: 1 key s, 2 value CollectionDef
MetaGraphDef.MetaInfoDef: 1 meta_graph_version s, 2 stripped_op_list OpList, 3 any_info Any, 4 tags* s, 5 tensorflow_version s, 6 tensorflow_git_version s, 7 stripped_default_attrs v, 8 function_aliases* MetaGraphDef.MetaInfoDef.FunctionAliasesEntry
MetaGraphDef.MetaInfoDef.FunctionAliasesEntry: 1 key s, 2 value s
MetaGraphDef.SignatureDefEntry: 1 key s, 2 value SignatureDef
NameAttrList: 1 name s, 2 attr* NameAttrList.AttrEntry
NameAttrList.AttrEntry: 1 key s, 2 value AttrValue
NamedTupleValue: 1 name s, 2 values* PairValue
NodeDef: 1 name s, 2 op s, 3 input* s, 4 device s, 5 attr* NodeDef.AttrEntry, 6 experimental_debug_info NodeDef.ExperimentalDebugInfo, 7 experimental_type FullTypeDef
NodeDef.AttrEntry: 1 key s, 2 value AttrValue
NodeDef.ExperimentalDebugInfo: 1 original_node_names* s, 2 original_func_names* s
NoneValue: 
OpDef: 1 name s, 2 input_arg* OpDef.ArgDef, 3 output_arg* OpDef.ArgDef, 4 attr* OpDef.AttrDef, 5 summary s, 6 description s, 8 deprecation OpDeprecation, 16 is_aggregate v, 17 is_stateful v, 18 is_commutative v, 19 allows_uninitialized_input v, 20 control_output* s, 21 is_distributed_communication v
OpDef.ArgDef: 1 name s, 2 description s, 3 type v, 4 type_attr s, 5 number_attr s, 6 type_list_attr s, 7 handle_data* ResourceHandleProto.DtypeAndShape, 16 is_ref v, 17 experimental_full_type FullTypeDef
OpDef.AttrDef: 1 name s, 2 type s, 3 default_value AttrValue, 4 description s, 5 has_minimum v, 6 minimum v, 7 allowed_values AttrValue
OpDeprecation: 1 version v, 2 explanation s
OpList: 1 op* OpDef
PairValue: 1 key s, 2 value StructuredValue
RegisteredGradient: 1 gradient_func s, 2 registered_op_type s
ResourceHandleProto: 1 device s, 2 container s, 3 name s, 4 hash_code v, 5 maybe_type_name s, 6 dtypes_and_shapes* ResourceHandleProto.DtypeAndShape
ResourceHandleProto.DtypeAndShape: 1 dtype v, 2 shape TensorShapeProto
SaveableObject: 2 save_function v, 3 restore_function v
SavedAsset: 1 asset_file_def_index v
SavedBareConcreteFunction: 1 concrete_function_name s, 2 argument_keywords* s, 3 allowed_positional_arguments v, 4 function_spec FunctionSpec
SavedConcreteFunction: 2 bound_inputs* v, 3 canonicalized_input_signature StructuredValue, 4 output_signature StructuredValue
SavedConstant: 1 operation s
SavedFunction: 1 concrete_functions* s, 2 function_spec FunctionSpec
SavedModel: 1 saved_model_schema_version v, 2 meta_graphs* MetaGraphDef
SavedObject: 1 children* TrackableObjectGraph.TrackableObject.ObjectReference, 3 slot_variables* TrackableObjectGraph.TrackableObject.SlotVariableReference, 4 user_object SavedUserObject, 5 asset SavedAsset, 6 function SavedFunction, 7 variable SavedVariable, 8 bare_concrete_function SavedBareConcreteFunction, 9 constant SavedConstant, 10 resource SavedResource, 11 saveable_objects* SavedObject.SaveableObjectsEntry, 12 captured_tensor CapturedTensor, 13 registered_name s, 14 serialized_user_proto Any, 15 dependencies* TrackableObjectGraph.TrackableObject.ObjectReference, 16 registered_saver s
SavedObject.SaveableObjectsEntry: 1 key s, 2 value SaveableObject
SavedObjectGraph: 1 nodes* SavedObject, 2 concrete_functions* SavedObjectGraph.ConcreteFunctionsEntry
SavedObjectGraph.ConcreteFunctionsEntry: 1 key s, 2 value SavedConcreteFunction
SavedResource: 1 device s
SavedUserObject: 1 identifier s, 2 version VersionDef, 3 metadata s
SavedVariable: 1 dtype v, 2 shape TensorShapeProto, 3 trainable v, 4 synchronization v, 5 aggregation v, 6 name s, 7 device s, 8 experimental_distributed_variable_components* SavedVariable
SaverDef: 1 filename_tensor_name s, 2 save_tensor_name s, 3 restore_op_name s, 4 max_to_keep v, 5 sharded v, 6 keep_checkpoint_every_n_hours f, 7 version v
SignatureDef: 1 inputs* SignatureDef.InputsEntry, 2 outputs* SignatureDef.OutputsEntry, 3 method_name s, 4 defaults* SignatureDef.DefaultsEntry
SignatureDef.DefaultsEntry: 1 key s, 2 value TensorProto
SignatureDef.InputsEntry: 1 key s, 2 value TensorInfo
SignatureDef.OutputsEntry: 1 key s, 2 value TensorInfo
StructuredValue: 1 none_value NoneValue, 11 float64_value d, 12 int64_value v, 13 string_value s, 14 bool_value v, 31 tensor_shape_value TensorShapeProto, 32 tensor_dtype_value v, 33 tensor_spec_value TensorSpecProto, 34 type_spec_value TypeSpecProto, 35 bounded_tensor_spec_value BoundedTensorSpecProto, 51 list_value ListValue, 52 tuple_value TupleValue, 53 dict_value DictValue, 54 named_tuple_value NamedTupleValue, 55 tensor_value TensorProto, 56 numpy_value TensorProto
TensorInfo: 1 name s, 2 dtype v, 3 tensor_shape TensorShapeProto, 4 coo_sparse TensorInfo.CooSparse, 5 composite_tensor TensorInfo.CompositeTensor
TensorInfo.CompositeTensor: 1 type_spec TypeSpecProto, 2 components* TensorInfo
TensorInfo.CooSparse: 1 values_tensor_name s, 2 indices_tensor_name s, 3 dense_shape_tensor_name s
TensorProto: 1 dtype v, 2 tensor_shape TensorShapeProto, 3 version_number v, 4 tensor_content b, 5 float_val* f, 6 double_val* d, 7 int_val* v, 8 string_val* b, 9 scomplex_val* f, 10 int64_val* v, 11 bool_val* v, 12 dcomplex_val* d, 13 half_val* v, 14 resource_handle_val* ResourceHandleProto, 15 variant_val* VariantTensorDataProto, 16 uint32_val* v, 17 uint64_val* v, 18 float8_val b
TensorShapeProto: 2 dim* TensorShapeProto.Dim, 3 unknown_rank v
TensorShapeProto.Dim: 1 size v, 2 name s
TensorSliceProto: 1 extent* TensorSliceProto.Extent
TensorSliceProto.Extent: 1 start v, 2 length v
TensorSpecProto: 1 name s, 2 shape TensorShapeProto, 3 dtype v
TrackableObjectGraph.TrackableObject.ObjectReference: 1 node_id v, 2 local_name s
TrackableObjectGraph.TrackableObject.SlotVariableReference: 1 original_variable_node_id v, 2 slot_name s, 3 slot_variable_node_id v
TupleValue: 1 values* StructuredValue
TypeSpecProto: 1 type_spec_class v, 2 type_state StructuredValue, 3 type_spec_class_name s, 4 num_flat_components v
VariantTensorDataProto: 1 type_name s, 2 metadata b, 3 tensors* TensorProto
VersionDef: 1 producer v, 2 min_consumer v, 3 bad_consumers* v
tensorflow.python.SavedMetadata: 1 nodes* tensorflow.python.SavedObject
tensorflow.python.SavedObject: 2 node_id v, 3 node_path s, 4 identifier s, 5 metadata s, 6 version tensorflow.python.VersionDef
tensorflow.python.VersionDef: 1 producer v, 2 min_consumer v, 3 bad_consumers* v
`);
