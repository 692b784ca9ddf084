

nFileSystemSetConfiguration