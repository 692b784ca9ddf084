

nSentencepieceTokenizeOp