process.stderr.write('The reader is not built yet\n');
process.exitCode = 4;
