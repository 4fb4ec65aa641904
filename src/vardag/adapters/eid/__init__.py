"""The line to identity providers, by OpenID Connect."""
