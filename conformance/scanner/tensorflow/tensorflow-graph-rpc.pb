

n	RpcClient