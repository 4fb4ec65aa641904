"""Lists of cases for staff: the inbox, the worklist, the registers, and what they count."""
