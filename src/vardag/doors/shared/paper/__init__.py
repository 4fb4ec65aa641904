"""Words set in type: an accessible PDF, whoever wrote them."""
