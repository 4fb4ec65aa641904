"""The routine: the approved document that a nurse reads, as the definition that runs."""
