"""What a clinic sets for itself: what it offers, the files it takes, how its messages are signed."""
