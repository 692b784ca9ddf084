
	
nRelu


Relu
nIdentityx