"""The routine's registers: what a row that somebody writes can say, and how a workbook is read."""
