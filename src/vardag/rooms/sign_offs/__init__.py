"""Sign-offs: what stands under each clinic's messages, in versions."""
