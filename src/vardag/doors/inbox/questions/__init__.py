"""What is asked of somebody by name: read and answered without a part in the case."""
