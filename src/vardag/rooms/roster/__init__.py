"""The duty roster: who is 1177-responsible when, calendar addresses, and when the inbox was opened."""
