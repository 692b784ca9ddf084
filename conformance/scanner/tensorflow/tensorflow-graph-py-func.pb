
 
nPyFunc*
token
pyfunc_0