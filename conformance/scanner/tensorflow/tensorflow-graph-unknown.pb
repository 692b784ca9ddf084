

nStealWeights