process.stderr.write('The decoder is not built yet\n');
process.exitCode = 4;
