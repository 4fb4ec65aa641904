"""Looking at an installation: small readers, which judge nothing."""
