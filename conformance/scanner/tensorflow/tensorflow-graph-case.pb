

n	writefile