"""Who somebody is: people, their numbers, roles and sign-ins."""
