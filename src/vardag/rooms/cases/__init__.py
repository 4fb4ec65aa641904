"""Cases: the ledger of each, and what it comes to."""
