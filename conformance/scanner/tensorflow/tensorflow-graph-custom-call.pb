
2
nXlaCustomCallV2*
call_target_namesystem