"""Bytes that somebody chose, read as a workbook, within limits; the edge of the house."""
