

aNoOp	WriteFile