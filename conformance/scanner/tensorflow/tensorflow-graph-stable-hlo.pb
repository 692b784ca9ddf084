
-
nXlaCallModule*
moduleMLÔRStableHLO