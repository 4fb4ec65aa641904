"""The duty roster: who is 1177-responsible which working day, and what is wrong with it in advance."""
