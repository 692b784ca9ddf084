
	
nNoOp"


grad
nPyFunc	
fgrad