
	
nNoOp


spare
n	WriteFile