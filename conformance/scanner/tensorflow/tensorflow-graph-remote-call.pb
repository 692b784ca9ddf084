

n
RemoteCall