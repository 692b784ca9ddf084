import { schemaOf } from '../../artifact/protobuf/schema.ts';

/** Messages of onnx.proto (onnx 1.23.2). Printed by tools/oracle/operators.py. */
export const ONNX_SCHEMA = schemaOf(`
AttributeProto: 1 name s, 2 f f, 3 i v, 4 s b, 5 t TensorProto, 6 g GraphProto, 7 floats* f, 8 ints* v, 9 strings* b, 10 tensors* TensorProto, 11 graphs* GraphProto, 13 doc_string s, 14 tp TypeProto, 15 type_protos* TypeProto, 20 type v, 21 ref_attr_name s, 22 sparse_tensor SparseTensorProto, 23 sparse_tensors* SparseTensorProto
DeviceConfigurationProto: 1 name s, 2 num_devices v, 3 device* s
FunctionProto: 1 name s, 4 input* s, 5 output* s, 6 attribute* s, 7 node* NodeProto, 8 doc_string s, 9 opset_import* OperatorSetIdProto, 10 domain s, 11 attribute_proto* AttributeProto, 12 value_info* ValueInfoProto, 13 overload s, 14 metadata_props* StringStringEntryProto
GraphProto: 1 node* NodeProto, 2 name s, 5 initializer* TensorProto, 10 doc_string s, 11 input* ValueInfoProto, 12 output* ValueInfoProto, 13 value_info* ValueInfoProto, 14 quantization_annotation* TensorAnnotation, 15 sparse_initializer* SparseTensorProto, 16 metadata_props* StringStringEntryProto
IntIntListEntryProto: 1 key v, 2 value* v
ModelProto: 1 ir_version v, 2 producer_name s, 3 producer_version s, 4 domain s, 5 model_version v, 6 doc_string s, 7 graph GraphProto, 8 opset_import* OperatorSetIdProto, 14 metadata_props* StringStringEntryProto, 20 training_info* TrainingInfoProto, 25 functions* FunctionProto, 26 configuration* DeviceConfigurationProto
NodeDeviceConfigurationProto: 1 configuration_id s, 2 sharding_spec* ShardingSpecProto, 3 pipeline_stage v
NodeProto: 1 input* s, 2 output* s, 3 name s, 4 op_type s, 5 attribute* AttributeProto, 6 doc_string s, 7 domain s, 8 overload s, 9 metadata_props* StringStringEntryProto, 10 device_configurations* NodeDeviceConfigurationProto
OperatorSetIdProto: 1 domain s, 2 version v
ShardedDimProto: 1 axis v, 2 simple_sharding* SimpleShardedDimProto
ShardingSpecProto: 1 tensor_name s, 2 device* v, 3 index_to_device_group_map* IntIntListEntryProto, 4 sharded_dim* ShardedDimProto
SimpleShardedDimProto: 1 dim_value v, 2 dim_param s, 3 num_shards v
SparseTensorProto: 1 values TensorProto, 2 indices TensorProto, 3 dims* v
StringStringEntryProto: 1 key s, 2 value s
TensorAnnotation: 1 tensor_name s, 2 quant_parameter_tensor_names* StringStringEntryProto
TensorProto: 1 dims* v, 2 data_type v, 3 segment TensorProto.Segment, 4 float_data* f, 5 int32_data* v, 6 string_data* b, 7 int64_data* v, 8 name s, 9 raw_data b, 10 double_data* d, 11 uint64_data* v, 12 doc_string s, 13 external_data* StringStringEntryProto, 14 data_location v, 16 metadata_props* StringStringEntryProto
TensorProto.Segment: 1 begin v, 2 end v
TensorShapeProto: 1 dim* TensorShapeProto.Dimension
TensorShapeProto.Dimension: 1 dim_value v, 2 dim_param s, 3 denotation s
TrainingInfoProto: 1 initialization GraphProto, 2 algorithm GraphProto, 3 initialization_binding* StringStringEntryProto, 4 update_binding* StringStringEntryProto
TypeProto: 1 tensor_type TypeProto.Tensor, 4 sequence_type TypeProto.Sequence, 5 map_type TypeProto.Map, 6 denotation s, 7 opaque_type TypeProto.Opaque, 8 sparse_tensor_type TypeProto.SparseTensor, 9 optional_type TypeProto.Optional
TypeProto.Map: 1 key_type v, 2 value_type TypeProto
TypeProto.Opaque: 1 domain s, 2 name s
TypeProto.Optional: 1 elem_type TypeProto
TypeProto.Sequence: 1 elem_type TypeProto
TypeProto.SparseTensor: 1 elem_type v, 2 shape TensorShapeProto
TypeProto.Tensor: 1 elem_type v, 2 shape TensorShapeProto
ValueInfoProto: 1 name s, 2 type TypeProto, 3 doc_string s, 4 metadata_props* StringStringEntryProto
`);
