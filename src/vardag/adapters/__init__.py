"""Lines out: to other systems, behind ports that lie below."""
