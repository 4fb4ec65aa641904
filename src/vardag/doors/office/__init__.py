"""What unit managers, team leaders, administrators and log reviewers do."""
