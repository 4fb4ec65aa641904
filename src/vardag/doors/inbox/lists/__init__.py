"""Pages of many cases: the inbox and its kin, registers, the worklist."""
