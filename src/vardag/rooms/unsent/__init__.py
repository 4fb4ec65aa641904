"""What residents have begun to write and not sent: each writer's own, and nobody else's."""
