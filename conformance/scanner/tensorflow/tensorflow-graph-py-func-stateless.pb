
)
nPyFuncStateless*
token
pyfunc_0