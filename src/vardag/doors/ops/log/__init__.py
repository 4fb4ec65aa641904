"""The access log as operations handle it: sealed, verified, exported, disposed of."""
