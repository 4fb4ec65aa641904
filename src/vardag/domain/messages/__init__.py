"""What other systems are told: the messages, how they are delivered, and when one gives up."""
