/** Imported before ONNX Runtime, which reads this once, as it loads. A guest's environment says it too; here it holds wherever the engine is used. */
process.env['ORT_DISABLE_TELEMETRY'] = '1';
