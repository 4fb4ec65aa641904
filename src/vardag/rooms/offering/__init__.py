"""Which services a clinic does not offer, and why."""
