
(
nSkipgram*
filename/etc/passwd