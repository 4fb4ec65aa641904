"""The routine's registers: a table to look in, rows by hand, and workbooks in and out."""
