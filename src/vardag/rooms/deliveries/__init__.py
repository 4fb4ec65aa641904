"""What other systems are told: a row for each message, from the act that caused it to the receipt."""
